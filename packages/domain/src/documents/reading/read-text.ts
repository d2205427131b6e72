import { decodeText } from './decode-text.ts';
import type { Reading } from './reading.ts';

/** More than this is not kept of one document. */
const TEXT_LENGTH_MAX = 2_000_000;

/** The text of a file that is text; runs in a thread. */
export function readText(bytes: Uint8Array): Reading {
  return keptText({ text: decodeText(bytes), pageCount: null });
}

/**
 * What is kept of a text that was found: without control characters, which carry nothing a person reads and which PostgreSQL keeps in part
 * only, and without half characters.
 */
export function keptText({ text, pageCount }: { readonly text: string; readonly pageCount: number | null }): Reading {
  const plain = text
    .replaceAll(/[^\P{Cc}\n\t]/gu, ' ')
    .toWellFormed()
    .trim()
    .slice(0, TEXT_LENGTH_MAX);
  return plain === '' ? { failure: 'no_text' } : { text: plain, pageCount };
}
