import { credit, debit, type Entry, inBaseCurrency, partInBaseCurrency } from '../../books/index.ts';
import { currencyOf, type DocumentCurrency, partsOf } from '../postings.ts';
import type { VatOfRate } from '../rules.ts';
import type { ExpenseCategory } from './expense-rules.ts';

/** An expense as it is booked. */
export interface BookedExpense extends DocumentCurrency {
  readonly id: string;
  readonly incurredOn: string;
  readonly teamId: string | null;
  readonly supplier: string;
  readonly category: ExpenseCategory;
  readonly amounts: readonly VatOfRate[];
  readonly totalMinor: number;
}

/** The total is owed to the supplier; net amounts are the cost and VAT is to be deducted, by rate. */
export function expenseEntry(expense: BookedExpense): Entry {
  const owed = inBaseCurrency(expense.totalMinor, expense.exchangeRateMillionths);
  const parts = partsOf({ vat: expense.amounts, exchangeRateMillionths: expense.exchangeRateMillionths }, owed);
  return {
    on: expense.incurredOn,
    description: expense.supplier,
    source: { kind: 'expense', id: expense.id },
    teamId: expense.teamId,
    ...currencyOf(expense),
    lines: [
      ...parts.flatMap(({ vatBasisPoints, netMinor, vatMinor }) => [
        ...debit(`expenses_${expense.category}`, netMinor, vatBasisPoints),
        ...debit('vat_receivable', vatMinor, vatBasisPoints),
      ]),
      ...credit('payables', owed),
    ],
  };
}

/** Money to the supplier for what movements of the bank have not paid yet, at the expense's exchange rate. */
export function expensePaymentEntry(expense: BookedExpense, paidOn: string, settledMinor = 0): Entry {
  const rest = expense.totalMinor - settledMinor;
  const paid = partInBaseCurrency(settledMinor, rest, expense.exchangeRateMillionths);
  return {
    on: paidOn,
    description: expense.supplier,
    source: { kind: 'expense_payment', id: expense.id },
    teamId: expense.teamId,
    ...currencyOf(expense),
    lines: [...debit('payables', paid), ...credit('bank', paid)],
  };
}
