import { fixedId } from '@countersign/runtime/ids';
import { useDemoCaller } from '@countersign/testing/demo-caller';
import type { CallAs } from '@countersign/testing/tool-caller';
import { expect, it } from 'vitest';
import { createProject } from '../../projects/tools/create-project.ts';
import { updateProject } from '../../projects/tools/update-project.ts';
import { logTime } from '../../time/tools/log-time.ts';
import type { Budget } from '../schemas.ts';
import { createBudget } from './create-budget.ts';
import { createExpense } from './create-expense.ts';
import { getBudget } from './get-budget.ts';
import { listBudgets } from './list-budgets.ts';

const { callAs } = useDemoCaller();

const finn = { person: 'finn', organization: 'acme' };
const design = { person: 'ada', organization: 'acme', team: 'Design' };
const budgets = async (caller: Parameters<CallAs>[0], filter: object = {}) =>
  (await callAs<{ items: Budget[] }>(caller, listBudgets, { limit: 200, ...filter })).items;

/** What a caller is told about each of these ids. */
const refusalsOf = (ids: (string | undefined)[], call: (id: string | undefined) => Promise<unknown>) =>
  Promise.all(
    ids.map((id) =>
      call(id).then(
        () => 'allowed',
        (error: unknown) => error,
      ),
    ),
  );

it('shows what the list shows', async () => {
  const [some] = await budgets(finn);
  expect(await callAs(finn, getBudget, { budgetId: some?.id })).toEqual(some);
});

it('is consumed by work at its rate and by expenses before VAT, of its project, period and currency', async () => {
  const project = await callAs<{ id: string }>(finn, createProject, {
    name: 'Measured',
    customerId: fixedId('customer', 'acme', 0),
    hourlyRateMinor: 9000,
  });
  const of = { projectId: project.id };
  const period = { startsOn: '2026-03-01', endsOn: '2026-03-31' };
  const created = await callAs<Budget>(finn, createBudget, { ...of, amountMinor: 100_000, ...period });
  expect(created).toMatchObject({ consumedMinor: 0, remainingMinor: 100_000, consumedPercent: 0 });

  await callAs(finn, logTime, { ...of, minutes: 100, workedOn: '2026-03-31', billable: false });
  await callAs(finn, logTime, { ...of, minutes: 100, workedOn: '2026-03-01' });
  await callAs(finn, logTime, { ...of, minutes: 60, workedOn: '2026-04-01' });
  const spend = (grossMinor: number, rest: object) =>
    callAs(finn, createExpense, {
      ...of,
      supplier: 'Studio',
      amounts: [{ grossMinor, vatBasisPoints: 2550 }],
      incurredOn: '2026-03-15',
      ...rest,
    });
  await spend(62_750, {});
  await spend(12_550, { incurredOn: '2026-02-28' });
  await spend(10_000, { currency: 'USD' });
  expect(await callAs(finn, getBudget, { budgetId: created.id })).toMatchObject({
    timeMinor: 30_000,
    expensesMinor: 50_000,
    consumedMinor: 80_000,
    remainingMinor: 20_000,
    consumedPercent: 80,
    minutesWithoutRate: 0,
  });
});

it('moves to another team with its project', async () => {
  const [budget] = await budgets(design);
  const read = (team: string) => callAs({ ...finn, person: 'ada', team }, getBudget, { budgetId: budget?.id });
  await expect(read('Engineering')).rejects.toMatchObject({ code: 'not_found' });
  const teamId = fixedId('team', 'acme', 'Engineering');
  await callAs(finn, updateProject, { projectId: budget?.projectId, teamId, clear: ['leadId'] });
  await expect(read('Engineering')).resolves.toMatchObject({ id: budget?.id, teamId });
  await expect(read('Design')).rejects.toMatchObject({ code: 'not_found' });
});

it('answers for another team’s and another organization’s budget exactly as for none', async () => {
  const foreign = (await budgets(finn)).find(({ teamId }) => teamId === fixedId('team', 'acme', 'Engineering'));
  const ids = [foreign?.id, fixedId('budget', 'globex', 0), fixedId('nothing')];
  const [one, ...others] = await refusalsOf(ids, (budgetId) => callAs(design, getBudget, { budgetId }));
  expect(one).toMatchObject({ code: 'not_found' });
  expect(others).toEqual([one, one]);
});
