import type { Tx } from '@countersign/contracts/request-context';
import { queries } from '@countersign/db/tenancy/in-org';
import { type ExpenseCategory, receiptTotals } from '@countersign/domain/billing/expenses/expense-rules';
import { fixedId } from '@countersign/runtime/ids';
import { sql } from 'kysely';
import { dayAfter } from './calendar-days.ts';
import { daysBefore, pick } from './directory.ts';
import type { DemoOrganization } from './people.ts';

const EXPENSES = 66;
const DAYS = 355;
/** The newest are not booked yet. */
const DRAFTS = 6;

interface Purchase {
  readonly supplier: string;
  readonly description: string;
  readonly category: ExpenseCategory;
  readonly grossMinor: number;
  readonly vatBasisPoints: number;
}

const PURCHASES: readonly Purchase[] = [
  {
    supplier: 'Kivikauppa Kiinteistöt',
    description: 'Office rent',
    category: 'premises',
    grossMinor: 188_250,
    vatBasisPoints: 2550,
  },
  {
    supplier: 'Rautatie Oy',
    description: 'Train to the customer',
    category: 'travel',
    grossMinor: 7290,
    vatBasisPoints: 1350,
  },
  {
    supplier: 'Pilvi Hosting',
    description: 'Servers and storage',
    category: 'software',
    grossMinor: 31_375,
    vatBasisPoints: 2550,
  },
  {
    supplier: 'Studio Havn',
    description: 'Illustrations',
    category: 'subcontracting',
    grossMinor: 251_000,
    vatBasisPoints: 2550,
  },
  {
    supplier: 'Print House Lind',
    description: 'Posters and cards',
    category: 'marketing',
    grossMinor: 43_925,
    vatBasisPoints: 2550,
  },
  { supplier: 'Konehuone', description: 'Monitors', category: 'equipment', grossMinor: 87_850, vatBasisPoints: 2550 },
  {
    supplier: 'Tilitoimisto Aalto',
    description: 'Bookkeeping',
    category: 'professional',
    grossMinor: 37_650,
    vatBasisPoints: 2550,
  },
  {
    supplier: 'Kahvila Saari',
    description: 'Lunch at the workshop',
    category: 'other',
    grossMinor: 9080,
    vatBasisPoints: 1350,
  },
  {
    supplier: 'Hotelli Ruska',
    description: 'Two nights',
    category: 'travel',
    grossMinor: 27_240,
    vatBasisPoints: 1350,
  },
  {
    supplier: 'Vakuutusyhtiö Louhi',
    description: 'Liability insurance',
    category: 'other',
    grossMinor: 21_400,
    vatBasisPoints: 0,
  },
  {
    supplier: 'Typefoundry Bris',
    description: 'Font licences',
    category: 'software',
    grossMinor: 15_060,
    vatBasisPoints: 2550,
  },
];

/** A year of expenses, most of them paid; needs the projects. */
export async function seedExpenses(tx: Tx, { slug }: DemoOrganization, today: string): Promise<void> {
  const db = queries(tx);
  const organizationId = fixedId('organization', slug);
  const projects = await db
    .selectFrom('project')
    .select(['id', 'teamId'])
    .where('organizationId', '=', organizationId)
    .orderBy('id')
    .execute();
  const expenses = Array.from({ length: EXPENSES }, (_, index) => {
    const { grossMinor, vatBasisPoints, ...purchase } = pick(PURCHASES, index * 4);
    const { amounts, ...totals } = receiptTotals([
      { grossMinor: grossMinor + ((index * 137) % 900), vatBasisPoints },
      // A hotel's breakfast and a parcel's postage have rates of their own.
      ...(index % 9 === 2 ? [{ grossMinor: 1190, vatBasisPoints: vatBasisPoints === 2550 ? 0 : 2550 }] : []),
    ]);
    // Every third belongs to no project and so to the whole organization.
    const project = index % 3 === 2 ? undefined : pick(projects, index * 5);
    const age = DAYS - Math.floor((index * DAYS) / EXPENSES);
    const incurredOn = daysBefore(today, age).slice(0, 10);
    const expense = {
      ...purchase,
      ...totals,
      organizationId,
      id: fixedId('expense', slug, index),
      teamId: project?.teamId ?? null,
      projectId: project?.id ?? null,
      incurredOn,
      dueOn: dayAfter(incurredOn, 14),
      currency: 'EUR',
      createdAt: daysBefore(today, age),
      updatedAt: daysBefore(today, age),
    };
    return { expense, age, amounts };
  });
  await db
    .insertInto('expense')
    .values(expenses.map(({ expense }) => expense))
    .execute();
  const amounts = expenses.flatMap((each) =>
    each.amounts.map((amount) => ({
      ...amount,
      organizationId,
      id: fixedId('expense_amount', each.expense.id, amount.vatBasisPoints),
      expenseId: each.expense.id,
    })),
  );
  await db.insertInto('expenseAmount').values(amounts).execute();
  // Booked last: the amounts of a booked expense can no longer be added. Of those that fell due, every twelfth is still owed.
  const booked = expenses.slice(0, -DRAFTS).map(({ expense, age }, index) => ({
    id: expense.id,
    booked_at: expense.createdAt,
    paid_on: age > 14 && index % 12 !== 7 ? dayAfter(expense.incurredOn, 4 + (index % 9)) : null,
  }));
  await sql`
    update expense set booked_at = booking.booked_at, paid_on = booking.paid_on
    from jsonb_to_recordset(${JSON.stringify(booked)}::jsonb) as booking(id uuid, booked_at timestamptz, paid_on date)
    where expense.id = booking.id`.execute(db);
}
