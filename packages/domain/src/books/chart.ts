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

/** Costs that a bank's movement tells of by itself, and that are booked from it. */
const OTHER_COSTS = {
  staff_costs: { number: 5000, name: 'Staff costs', type: 'cost' },
  bank_fees: { number: 7000, name: 'Bank fees', type: 'cost' },
  interest_costs: { number: 7100, name: 'Interest costs', type: 'cost' },
  exchange_differences: { number: 7200, name: 'Exchange differences', type: 'cost' },
  income_tax: { number: 7900, name: 'Income tax', type: 'cost' },
} as const satisfies Record<string, Account>;

/** The chart of accounts, the same for every organization; a constraint of the database knows the keys. */
export const CHART = {
  receivables: { number: 1700, name: 'Receivables', type: 'asset' },
  vat_receivable: { number: 1760, name: 'VAT to deduct', type: 'asset' },
  tax_account: { number: 1770, name: 'Tax account', type: 'asset' },
  bank: { number: 1900, name: 'Bank', type: 'asset' },
  transfers: { number: 1910, name: 'Money under way', type: 'asset' },
  equity: { number: 2000, name: 'Equity', type: 'equity' },
  loans: { number: 2600, name: 'Loans', type: 'liability' },
  customer_credits: { number: 2850, name: 'Customer credits and advances', type: 'liability' },
  payables: { number: 2870, name: 'Payables', type: 'liability' },
  staff_liabilities: { number: 2920, name: 'Withheld tax and employer dues', type: 'liability' },
  vat_payable: { number: 2930, name: 'VAT on sales', type: 'liability' },
  vat_settlement: { number: 2935, name: 'VAT settlement', type: 'liability' },
  sales: { number: 3000, name: 'Sales', type: 'income' },
  other_income: { number: 3900, name: 'Other income', type: 'income' },
  interest_income: { number: 3950, name: 'Interest income', type: 'income' },
  ...EXPENSE_ACCOUNTS,
  ...OTHER_COSTS,
} as const satisfies Record<string, Account>;

/**
 * What a movement of the bank may be booked to without a document. What documents keep (receivables, payables, VAT, sales, customers' credits)
 * is moved by documents alone, so that it agrees with them.
 */
export const BOOKABLE = [
  'transfers',
  'tax_account',
  'equity',
  'loans',
  'staff_liabilities',
  'vat_settlement',
  'other_income',
  'interest_income',
  'staff_costs',
  'bank_fees',
  'interest_costs',
  'exchange_differences',
  'income_tax',
] as const satisfies readonly (keyof typeof CHART)[];

export type AccountKey = keyof typeof CHART;
export type ExpenseAccountKey = keyof typeof EXPENSE_ACCOUNTS;
