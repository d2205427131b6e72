import type { Module } from '@countersign/contracts/define-tool';
import { drillStatementLine } from './tools/drill-statement-line.ts';
import { getBooks } from './tools/get-books.ts';
import { getFilings } from './tools/get-filings.ts';
import { getFinancialStatements } from './tools/get-financial-statements.ts';
import { getVat } from './tools/get-vat.ts';
import { listOutputPackages } from './tools/list-output-packages.ts';
import { requestFilingReview } from './tools/request-filing-review.ts';
import { setFilingAuthorization } from './tools/set-filing-authorization.ts';

export { inBaseCurrency, partInBaseCurrency } from './base-currency.ts';
export { bookedEntry } from './booked-store.ts';
export { type AccountKey, BOOKABLE, CHART, type ExpenseAccountKey } from './chart.ts';
export { credit, debit, type Entry, type EntryLine } from './entry.ts';
export { entryRows, postEntry } from './entry-store.ts';
export { booksOverview } from './overview.ts';
export { reverseEntry } from './reverse-entry.ts';
export { FILING_STATES } from './schemas.ts';

/** The organization's ledger and what follows from it: VAT, statements, filings. Only finance, admins and owners read it. */
export const books: Module = {
  name: 'books',
  title: 'Books',
  area: 'finance',
  tools: [
    getBooks,
    getVat,
    getFinancialStatements,
    drillStatementLine,
    getFilings,
    listOutputPackages,
    requestFilingReview,
    setFilingAuthorization,
  ],
};
