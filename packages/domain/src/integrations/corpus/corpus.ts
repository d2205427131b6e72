import type { Reading } from '../adapters/statement.ts';
import { CAMT_CORPUS } from './camt-corpus.ts';
import { CSV_CORPUS } from './csv-corpus.ts';

/** A bank's file and what is to be read from it. A row is its day, amount, currency, counterparty and whatever else it has, in that order. */
export interface CorpusFile {
  readonly name: string;
  readonly text?: string;
  readonly bytes?: Buffer;
  readonly reading?: Reading;
  readonly expected:
    | { readonly failure: string; readonly says: string }
    | {
        readonly rows: readonly string[];
        readonly bad?: readonly string[];
        readonly pending?: number;
        readonly closing?: string;
      };
}

export const CORPUS: readonly (CorpusFile & { readonly contentType: string })[] = [
  ...CAMT_CORPUS.map((file) => ({ ...file, contentType: 'application/xml' })),
  ...CSV_CORPUS.map((file) => ({ ...file, contentType: 'text/csv' })),
];
