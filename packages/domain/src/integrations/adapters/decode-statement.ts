import { decodeText } from '../../documents/index.ts';

/**
 * The text of a file a bank wrote: by its byte order mark, by what its XML declaration says when that is an encoding there is, as UTF-16 when
 * every other byte is nothing, and else as `decodeText` does. A declaration that the bytes contradict is not believed.
 */
export function decodeStatement(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  const start = bytes.subarray(0, 200);
  const nulls = start.filter((byte) => byte === 0).length;
  if (nulls > start.length / 4) return new TextDecoder(bytes[0] === 0 ? 'utf-16be' : 'utf-16le').decode(bytes);
  const declared = /^<\?xml[^>]*encoding=["']([\w.:-]{1,40})["']/.exec(
    start.toString('latin1').replace(/^\u00ef\u00bb\u00bf/, ''),
  )?.[1];
  if (declared && !/^utf-?8$/i.test(declared)) {
    try {
      return new TextDecoder(declared, { fatal: true }).decode(bytes);
    } catch {
      // Neither known nor true.
    }
  }
  return decodeText(bytes);
}
