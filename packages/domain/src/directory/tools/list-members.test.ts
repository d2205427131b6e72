import { fixedId } from '@countersign/runtime/ids';
import { useDemoCaller } from '@countersign/testing/demo-caller';
import type { CallAs } from '@countersign/testing/tool-caller';
import { expect, it } from 'vitest';
import type { Member } from '../schemas.ts';
import { listMembers } from './list-members.ts';

const { callAs } = useDemoCaller();

const listAll = async (caller: Parameters<CallAs>[0], filter: object = {}) =>
  (await callAs<{ items: Member[] }>(caller, listMembers, filter)).items;

it('shows the people of this organization only, with role and teams', async () => {
  const members = await listAll({ person: 'cleo', organization: 'acme' });
  expect(members.map(({ name, role, teams }) => [name, role, teams.map((team) => team.name)])).toEqual([
    ['Ada', 'owner', []],
    ['Ben', 'member', ['Design']],
    ['Cleo', 'viewer', []],
    ['Finn', 'finance', []],
  ]);
});

it('chooses by role, team and part of the name', async () => {
  const ada = { person: 'ada', organization: 'acme' };
  const names = async (filter: object) => (await listAll(ada, filter)).map(({ name }) => name);
  expect(await names({ role: 'finance' })).toEqual(['Finn']);
  expect(await names({ teamId: fixedId('team', 'acme', 'Design') })).toEqual(['Ben']);
  expect(await names({ text: 'CLE' })).toEqual(['Cleo']);
});

it('tells a narrowed connection of no other team', async () => {
  const engineering = { person: 'ada', organization: 'acme', team: 'Engineering' };
  expect((await listAll(engineering)).flatMap(({ teams }) => teams)).toEqual([]);
  await expect(listAll(engineering, { teamId: fixedId('team', 'acme', 'Design') })).rejects.toMatchObject({
    code: 'not_found',
  });
});
