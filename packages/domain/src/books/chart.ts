/** Which way an account grows, and which statement it stands in. Assets and costs grow by debits, the others by credits. */
export type AccountType = 'asset' | 'liability' | 'equity' | 'income' | 'cost';

interface Account {
  /** As bookkeepers number it; orders the chart. */
  readonly number: number;
  readonly name: string;
  readonly type: AccountType;
}

/** What an expense can be for; each is an account of its own. */
const EXPENSE_ACCOUNTS = {
  expenses_subcontracting: { number: 4000, name: 'Subcontracting', type: 'cost' },
  expenses_software: { number: 4100, name: 'Software and services', type: 'cost' },
  expenses_equipment: { number: 4200, name: 'Equipment', type: 'cost' },
  expenses_premises: { number: 4300, name: 'Premises', type: 'cost' },
  expenses_travel: { number: 4400, name: 'Travel', type: 'cost' },
  expenses_marketing: { number: 4500, name: 'Marketing', type: 'cost' },
  expenses_professional: { number: 4600, name: 'Professional services', type: 'cost' },
  expenses_other: { number: 4900, name: 'Other costs', type: 'cost' },
} as const satisfies Record<string, Account>;

/** The chart of accounts, the same for every organization; a constraint of the database knows the keys. */
export const CHART = {
  receivables: { number: 1700, name: 'Receivables', type: 'asset' },
  vat_receivable: { number: 1760, name: 'VAT to deduct', type: 'asset' },
  bank: { number: 1900, name: 'Bank', type: 'asset' },
  equity: { number: 2000, name: 'Equity', type: 'equity' },
  payables: { number: 2870, name: 'Payables', type: 'liability' },
  vat_payable: { number: 2930, name: 'VAT on sales', type: 'liability' },
  sales: { number: 3000, name: 'Sales', type: 'income' },
  ...EXPENSE_ACCOUNTS,
} as const satisfies Record<string, Account>;

export type AccountKey = keyof typeof CHART;
export type ExpenseAccountKey = keyof typeof EXPENSE_ACCOUNTS;
