import { fixedId } from '@countersign/runtime/ids';
import { useDemoCaller } from '@countersign/testing/demo-caller';
import type { CallAs } from '@countersign/testing/tool-caller';
import { expect, it } from 'vitest';
import type { Budget } from '../schemas.ts';
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

it('answers for another team’s and another organization’s budget exactly as for none', async () => {
  const foreign = (await budgets(finn)).find(({ teamId }) => teamId === fixedId('team', 'acme', 'Engineering'));
  const ids = [foreign?.id, fixedId('budget', 'globex', 0), fixedId('nothing')];
  const [one, ...others] = await refusalsOf(ids, (budgetId) => callAs(design, getBudget, { budgetId }));
  expect(one).toMatchObject({ code: 'not_found' });
  expect(others).toEqual([one, one]);
});
