export { inBaseCurrency, partInBaseCurrency } from './base-currency.ts';
export type { AccountKey, ExpenseAccountKey } from './chart.ts';
export { credit, debit, type Entry, type EntryLine } from './entry.ts';
export { entryRows, postEntry } from './entry-store.ts';
