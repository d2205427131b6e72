import { readBankCsv } from './bank-csv.ts';
import { readCamt } from './camt.ts';
import { decodeStatement } from './decode-statement.ts';
import type { Failed, Reading, Statement, StatementAdapter } from './statement.ts';

const ADAPTERS: Readonly<Record<string, StatementAdapter>> = {
  'application/xml': readCamt,
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
  reading: Reading = {},
): Statement | Failed {
  const adapter = ADAPTERS[contentType];
  return adapter ? adapter(decodeStatement(bytes), baseCurrency, reading) : { failure: 'unreadable' };
}
