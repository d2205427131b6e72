import { createTestDatabase, type TestDatabase } from '@countersign/testing/test-database';
import { type CallAs, createToolCaller } from '@countersign/testing/tool-caller';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Team } from '../schemas.ts';
import { listTeams } from './list-teams.ts';

let database: TestDatabase;
let callAs: CallAs;
beforeAll(async () => {
  database = await createTestDatabase('demo');
  ({ callAs } = createToolCaller(database));
});
afterAll(() => database.drop());

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
