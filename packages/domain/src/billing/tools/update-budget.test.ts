import { fixedId } from '@countersign/runtime/ids';
import { useDemoCaller } from '@countersign/testing/demo-caller';
import type { CallAs } from '@countersign/testing/tool-caller';
import { expect, it } from 'vitest';
import type { Budget } from '../schemas.ts';
import { listBudgets } from './list-budgets.ts';
import { updateBudget } from './update-budget.ts';

const { callAs } = useDemoCaller();

const finn = { person: 'finn', organization: 'acme' };
const design = { person: 'ada', organization: 'acme', team: 'Design' };
const budgets = async (caller: Parameters<CallAs>[0], filter: object = {}) =>
  (await callAs<{ items: Budget[] }>(caller, listBudgets, { limit: 200, ...filter })).items;

it('changes what is named, empties what clear names, and leaves the rest', async () => {
  const [before] = await budgets(finn);
  const after = await callAs<Budget>(finn, updateBudget, {
    budgetId: before?.id,
    amountMinor: 3_000_000,
    clear: ['note'],
  });
  const { consumedMinor = 0 } = before ?? {};
  expect(after).toEqual({
    ...before,
    amountMinor: 3_000_000,
    remainingMinor: 3_000_000 - consumedMinor,
    consumedPercent: Math.floor(consumedMinor / 30_000),
    note: null,
    version: 2,
    updatedAt: after.updatedAt,
  });
});

it('refuses a stale version, an end before the start that stays, and another team’s budget', async () => {
  const all = await budgets(finn);
  const some = all.find(({ startsOn }) => startsOn !== null);
  await expect(callAs(finn, updateBudget, { budgetId: some?.id, expectedVersion: 9, name: 'X' })).rejects.toMatchObject(
    {
      code: 'conflict',
    },
  );
  await expect(callAs(finn, updateBudget, { budgetId: some?.id, endsOn: '1990-01-01' })).rejects.toMatchObject({
    code: 'invalid_input',
  });
  const foreign = all.find(({ teamId }) => teamId === fixedId('team', 'acme', 'Engineering'));
  await expect(callAs(design, updateBudget, { budgetId: foreign?.id, name: 'X' })).rejects.toMatchObject({
    code: 'not_found',
  });
});
