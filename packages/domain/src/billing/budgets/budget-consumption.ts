import type { Tx } from '@countersign/contracts/request-context';
import { workIn } from '../../time/index.ts';
import { expensesIn } from '../expenses/spending-store.ts';
import type { Budget } from '../schemas.ts';

type BudgetFacts = Omit<Budget, keyof Consumption>;

interface Consumption {
  readonly timeMinor: number;
  readonly expensesMinor: number;
  readonly consumedMinor: number;
  readonly remainingMinor: number;
  readonly consumedPercent: number;
  readonly minutesWithoutRate: number;
}

/** Budgets with what was spent of them: work at its rates and expenses before VAT, of the project, in the period, in the currency. */
export async function withConsumption(tx: Tx, budgets: readonly BudgetFacts[]): Promise<Budget[]> {
  if (budgets.length === 0) return [];
  const work = await workIn(tx, budgets);
  const expenses = await expensesIn(tx, budgets);
  return budgets.map((budget) => {
    const timeMinor = work.get(budget.id)?.valueMinor ?? 0;
    const expensesMinor = expenses.get(budget.id) ?? 0;
    const minutesWithoutRate = work.get(budget.id)?.minutesWithoutRate ?? 0;
    return { ...budget, ...consumptionOf(budget.amountMinor, timeMinor, expensesMinor), minutesWithoutRate };
  });
}

/** The percentage is rounded down: 100 means that nothing is left. */
export function consumptionOf(amountMinor: number, timeMinor: number, expensesMinor: number) {
  const consumedMinor = timeMinor + expensesMinor;
  return {
    timeMinor,
    expensesMinor,
    consumedMinor,
    remainingMinor: amountMinor - consumedMinor,
    consumedPercent: Math.floor((consumedMinor * 100) / amountMinor),
  };
}
