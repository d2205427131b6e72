import type { MemberView } from '@countersign/contracts/console-members';
import { expect, it } from 'vitest';
import { askRemoval, askRole, askTeamDeletion, askTeamExit } from './asked-change.ts';

const ben: MemberView = {
  id: 'ben',
  name: 'Ben',
  email: 'ben@example.test',
  role: 'admin',
  since: '2026-01-01T00:00:00.000Z',
  teams: [],
  isYou: false,
  roles: [],
  removable: true,
  connections: 2,
  apiKeys: 0,
};

it('names how many connections and personal API keys end with a membership', () => {
  const first = (connections: number, apiKeys: number) =>
    askRemoval({ ...ben, connections, apiKeys }, 'Acme').sentences[0];
  expect(first(0, 0)).toBe('There is no connected assistant and no personal API key that would end.');
  expect(first(1, 0)).toBe('1 connection ends at once: the very next request is refused.');
  expect(first(2, 1)).toBe('2 connections and 1 personal API key end at once: the very next request is refused.');
});

it('says that keys of the organization outlive whoever made them', () => {
  expect(askRemoval(ben, 'Acme').sentences[1]).toBe(
    'Ben (ben@example.test) loses access at once. What they made stays, and API keys of Acme that they made go on working.',
  );
});

it('says what a demotion takes back', () => {
  expect(askRole(ben, 'finance', 'Acme')).toMatchObject({
    title: 'Make Ben a finance member in Acme?',
    takesAway: true,
    change: { method: 'PATCH', path: 'members/ben', body: { role: 'finance' } },
  });
  expect(askRole(ben, 'finance', 'Acme').sentences).toContain('Open invitations that Ben sent are taken back.');
  expect(askRole(ben, 'owner', 'Acme')).toMatchObject({ title: 'Make Ben an owner in Acme?', takesAway: false });
});

it('says which connections a team takes with it, and which wait for its member', () => {
  const team = { id: 'team', name: 'Design', members: [], connections: 1 };
  expect(askTeamDeletion(team).sentences[0]).toBe(
    '1 connection narrowed to it ends at once, and its person connects again.',
  );
  expect(askTeamExit(team, { id: 'ben', name: 'Ben', connections: 2 }).sentences[0]).toBe(
    '2 connections of Ben narrowed to Design are refused at once, unless they are an admin, and work again if they come back.',
  );
});
