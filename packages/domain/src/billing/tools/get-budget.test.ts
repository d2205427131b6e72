import { fixedId } from '@countersign/runtime/ids';
import { useDemoCaller } from '@countersign/testing/demo-caller';
import type { CallAs } from '@countersign/testing/tool-caller';
import { expect, it } from 'vitest';
import { updateProject } from '../../projects/tools/update-project.ts';
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

it('moves to another team with its project', async () => {
  const [budget] = await budgets(design);
  const read = (team: string) => callAs({ ...finn, person: 'ada', team }, getBudget, { budgetId: budget?.id });
  await expect(read('Engineering')).rejects.toMatchObject({ code: 'not_found' });
  const teamId = fixedId('team', 'acme', 'Engineering');
  await callAs(finn, updateProject, { projectId: budget?.projectId, teamId, leadId: null });
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
