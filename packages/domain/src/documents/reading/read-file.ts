import { decodeText } from './decode-text.ts';
import { readPdf } from './read-pdf.ts';
import type { Reading } from './reading.ts';

/** More than this is not kept of one document. */
const TEXT_LENGTH_MAX = 2_000_000;

/** Finds the text in a file. Answers a failure instead of throwing: what people upload may be anything. */
export async function readFile(contentType: string, bytes: Buffer): Promise<Reading> {
  const reading =
    contentType === 'application/pdf' ? await readPdf(bytes) : { text: decodeText(bytes), pageCount: null };
  if ('failure' in reading) return reading;
  const text = plain(reading.text).slice(0, TEXT_LENGTH_MAX);
  return text === '' ? { failure: 'no_text' } : { ...reading, text };
}

/** Without control characters, which carry nothing a person reads and which PostgreSQL keeps in part only, and without half characters. */
function plain(text: string): string {
  return text
    .replaceAll(/[^\P{Cc}\n\t]/gu, ' ')
    .toWellFormed()
    .trim();
}
