import { useDemoCaller } from '@countersign/testing/demo-caller';
import type { CallAs } from '@countersign/testing/tool-caller';
import { expect, it } from 'vitest';
import type { Team } from '../schemas.ts';
import { listTeams } from './list-teams.ts';

const { callAs } = useDemoCaller();

const names = async (caller: Parameters<CallAs>[0]) =>
  (await callAs<{ items: Team[] }>(caller, listTeams, {})).items.map(({ name, memberCount }) => [name, memberCount]);

it('shows the teams of this organization, and only the own one to a narrowed connection', async () => {
  expect(await names({ person: 'ada', organization: 'acme' })).toEqual([
    ['Design', 1],
    ['Engineering', 0],
  ]);
  expect(await names({ person: 'ada', organization: 'globex' })).toEqual([]);
  expect(await names({ person: 'ben', organization: 'acme', team: 'Design' })).toEqual([['Design', 1]]);
});
