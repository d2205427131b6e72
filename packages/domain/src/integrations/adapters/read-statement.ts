import { decodeText } from '../../documents/index.ts';
import { readBankCsv } from './bank-csv.ts';
import { readCamt053 } from './camt-053.ts';
import type { Statement, StatementAdapter, StatementFailure } from './statement.ts';

const ADAPTERS: Readonly<Record<string, StatementAdapter>> = {
  'application/xml': readCamt053,
  'text/csv': readBankCsv,
};

export function isStatementType(contentType: string): boolean {
  return contentType in ADAPTERS;
}

/** Reads the movements of a bank statement file; whatever is wrong with it is a failure, not an error. */
export function readStatement(
  contentType: string,
  bytes: Buffer,
  baseCurrency: string,
): Statement | { readonly failure: StatementFailure } {
  const adapter = ADAPTERS[contentType];
  return adapter ? adapter(decodeText(bytes), baseCurrency) : { failure: 'unreadable' };
}
