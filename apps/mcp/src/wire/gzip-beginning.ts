import { constants, crc32, deflateRawSync } from 'node:zlib';

/** RFC 1952 §2.3: the magic number, deflate, no flags, no time, nothing of how, an unknown system. */
const HEADER = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]);
/** RFC 1951 §3.2.4: the last block, which is stored as it is. */
const STORED = 1;
const STORED_BYTES_MAX = 0xffff;

/** What a text becomes in gzip once its end is known; undefined when the end is too long for one block. */
export type GzipTo = (end: string) => Buffer | undefined;

/**
 * Compresses the beginning that texts have in common, once. Each end is appended as a stored block, and the checksum goes on from that of
 * the beginning, so the whole is one ordinary gzip member.
 */
export function gzipBeginning(beginning: Buffer): GzipTo {
  const deflated = deflateRawSync(beginning, { finishFlush: constants.Z_SYNC_FLUSH });
  const head = Buffer.concat([HEADER, deflated]);
  const checksum = crc32(beginning);
  return (end) => {
    const length = Buffer.byteLength(end);
    if (length > STORED_BYTES_MAX) return undefined;
    const whole = Buffer.allocUnsafe(head.length + 5 + length + 8);
    let at = head.copy(whole);
    at = whole.writeUInt8(STORED, at);
    at = whole.writeUInt16LE(length, at);
    at = whole.writeUInt16LE(length ^ STORED_BYTES_MAX, at);
    at += whole.write(end, at);
    at = whole.writeUInt32LE(crc32(end, checksum), at);
    whole.writeUInt32LE(beginning.length + length, at);
    return whole;
  };
}

/** Named without a weight, or with one that is not zero (RFC 9110 §12.5.3). */
const GZIP = /^\s*gzip\s*(?:;\s*q=(?:1|0\.0*[1-9])[\d.]*\s*)?$/i;

export function acceptsGzip(acceptEncoding: string | undefined): boolean {
  return acceptEncoding !== undefined && acceptEncoding.split(',').some((coding) => GZIP.test(coding));
}
