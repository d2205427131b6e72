import { inThread } from '@countersign/runtime/in-thread';
import { readPdf } from './read-pdf.ts';
import type { Reading } from './reading.ts';

/** Text of five mebibytes takes a small part of it. */
const TEXT_SECONDS_MAX = 20;

/**
 * Finds the text in a file, beside the event loop. Answers a failure instead of throwing: what people upload may be anything. `owner` is whose turn
 * it is.
 */
export async function readFile(owner: string, contentType: string, bytes: Buffer): Promise<Reading> {
  if (contentType === 'application/pdf') return readPdf(bytes);
  const module = new URL('./read-text.ts', import.meta.url);
  return inThread({ owner, module, name: 'readText', input: new Uint8Array(bytes), secondsMax: TEXT_SECONDS_MAX });
}
