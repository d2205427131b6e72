import { createApiKey } from '@countersign/access/create-api-key';
import { throughGate } from '@countersign/access/gate';
import type { ConsoleError } from '@countersign/contracts/console-api';
import type { Left, MembersView } from '@countersign/contracts/console-members';
import type { Role } from '@countersign/contracts/scopes';
import { transaction, withQueries } from '@countersign/db/transaction';
import { fixedId } from '@countersign/runtime/ids';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aConnection, atTheGate, auditOf, startConsole } from './console-under-test.ts';

const ACME = '/api/orgs/acme';
const id = (person: string) => fixedId('user', person);
const team = (name: string) => fixedId('team', 'acme', name);

let console_: Awaited<ReturnType<typeof startConsole>>;
beforeEach(async () => {
  console_ = await startConsole();
});
afterEach(() => console_.close());

async function view(person = 'ada'): Promise<MembersView> {
  return (await (await console_.as(person)).get(`${ACME}/members`)).json<MembersView>();
}

async function change(person: string, path: string, body: object = {}, method: 'POST' | 'PATCH' = 'POST') {
  const answer = await (await console_.as(person)).send(method, `${ACME}/${path}`, body);
  const { error } = answer.json<Partial<ConsoleError>>();
  return { status: answer.statusCode, code: error?.code, view: answer.json<MembersView>() };
}

const giveRole = (person: string, to: string, role: Role) => change(person, `members/${id(to)}`, { role }, 'PATCH');

async function setRole(person: string, role: Role) {
  await console_.database.owner.query(
    'insert into membership (organization_id, user_id, role) values ($1, $2, $3) on conflict (organization_id, user_id) do update set role = $3',
    [fixedId('organization', 'acme'), id(person), role],
  );
}

async function roles(): Promise<Record<string, string>> {
  const { rows } = await console_.database.owner.query<{ name: string; role: string }>(
    `select lower(name) as name, role from membership join "user" on id = user_id where organization_id = $1`,
    [fixedId('organization', 'acme')],
  );
  return Object.fromEntries(rows.map(({ name, role }) => [name, role]));
}

const opens = (connectionId: string) =>
  throughGate(console_.database.tools, atTheGate(connectionId), { forWrite: false }, async () => true).catch(
    () => false,
  );

describe('the members page', () => {
  it('shows who belongs here with role and teams, who is asked, and the teams', async () => {
    const { members, invitations, teams } = await view();
    expect(members.map(({ name, role, teams: inTeams, isYou }) => [name, role, inTeams, isYou])).toEqual([
      ['Ada', 'owner', [], true],
      ['Ben', 'member', ['Design'], false],
      ['Cleo', 'viewer', [], false],
      ['Finn', 'finance', [], false],
    ]);
    expect(invitations).toMatchObject([
      { email: 'eve@example.test', role: 'member', teams: ['Engineering'], invitedBy: { name: 'Ada' }, expired: false },
    ]);
    expect(teams.map(({ name, members: inTeam }) => [name, inTeam.map((member) => member.name)])).toEqual([
      ['Design', ['Ben']],
      ['Engineering', []],
    ]);
  });

  it('counts the connections that would end', async () => {
    await aConnection(console_.database, { person: 'ben', organization: 'acme', team: 'Design' });
    await aConnection(console_.database, { person: 'ben', organization: 'acme' });
    await aConnection(console_.database, { person: 'ada', organization: 'globex' });
    const { members, teams } = await view();
    expect(members.map(({ name, connections }) => [name, connections])).toEqual([
      ['Ada', 0],
      ['Ben', 2],
      ['Cleo', 0],
      ['Finn', 0],
    ]);
    expect(teams[0]).toMatchObject({ name: 'Design', connections: 1, members: [{ name: 'Ben', connections: 1 }] });
  });
});

describe('changing a role', () => {
  it('holds from the next request on, and is recorded with both roles', async () => {
    const { status, view: after } = await giveRole('ada', 'cleo', 'finance');
    expect(status).toBe(200);
    expect(after.members.find(({ name }) => name === 'Cleo')?.role).toBe('finance');
    expect(await auditOf(console_.database, 'member.role_changed')).toEqual([
      expect.objectContaining({
        organizationId: fixedId('organization', 'acme'),
        userId: id('cleo'),
        actorId: id('ada'),
        severity: 'warning',
        details: { before: 'viewer', after: 'finance' },
      }),
    ]);
  });

  it.each([
    ['an admin touches no owner', 'finn', 'ada', 'viewer', 'role_forbids'],
    ['an admin makes no owner', 'finn', 'cleo', 'owner', 'role_forbids'],
    ['an admin does not make themselves an owner', 'finn', 'finn', 'owner', 'role_forbids'],
    ['the last owner cannot step down', 'ada', 'ada', 'admin', 'conflict'],
  ] as const)('%s', async (_, actor, target, role, code) => {
    await setRole('finn', 'admin');
    const before = await roles();
    expect((await giveRole(actor, target, role)).code).toBe(code);
    expect(await roles()).toEqual(before);
    expect(await auditOf(console_.database, 'member.role_changed')).toEqual([]);
  });

  it('of two owners who step down at once, one stays', async () => {
    await setRole('cleo', 'owner');
    const answers = await Promise.all([giveRole('ada', 'ada', 'member'), giveRole('cleo', 'cleo', 'member')]);
    expect(answers.map(({ status }) => status).sort((one, other) => one - other)).toEqual([200, 409]);
    expect(Object.values(await roles()).filter((role) => role === 'owner')).toHaveLength(1);
  });

  it('of two owners who demote each other at once, one stays', async () => {
    await setRole('cleo', 'owner');
    const answers = await Promise.all([giveRole('ada', 'cleo', 'member'), giveRole('cleo', 'ada', 'member')]);
    expect(answers.map(({ status }) => status).sort((one, other) => one - other)).toEqual([200, 403]);
    expect(Object.values(await roles()).filter((role) => role === 'owner')).toHaveLength(1);
  });

  it('takes back what somebody invited who has no say any more', async () => {
    await setRole('finn', 'admin');
    await change('finn', 'invitations', { email: 'kim@example.test', role: 'admin', teamIds: [] });
    const { view: after } = await giveRole('ada', 'finn', 'finance');
    expect(after.invitations.map(({ email }) => email)).toEqual(['eve@example.test']);
    expect(await auditOf(console_.database, 'invitation.revoked')).toMatchObject([
      { userId: id('finn'), actorId: id('ada'), details: { email: 'kim@example.test', reason: 'inviter' } },
    ]);
  });
});

describe('removing a member', () => {
  it('ends their connections at once, which then say why, and records all of it', async () => {
    const here = await aConnection(console_.database, { person: 'ben', organization: 'acme' });
    const others = await aConnection(console_.database, { person: 'cleo', organization: 'acme' });
    expect(await opens(here.id)).toBe(true);
    const { status, view: after } = await change('ada', `members/${id('ben')}/remove`);
    expect(status).toBe(200);
    expect(after.members.map(({ name }) => name)).toEqual(['Ada', 'Cleo', 'Finn']);
    expect([await opens(here.id), await opens(others.id)]).toEqual([false, true]);
    const mine = (await (await console_.as('ben')).get('/api/connections')).json<{ connections: object[] }>();
    expect(mine.connections).toMatchObject([{ id: here.id, state: 'revoked', revoked: { reason: 'membership' } }]);
    expect(await auditOf(console_.database, 'member.removed')).toMatchObject([
      { userId: id('ben'), actorId: id('ada'), details: { role: 'member', connections: 1, apiKeys: 0 } },
    ]);
    expect(await auditOf(console_.database, 'connection.revoked')).toMatchObject([
      { connectionId: here.id, userId: id('ben'), actorId: id('ada'), details: { reason: 'membership' } },
    ]);
  });

  it('ends their personal API keys and no other, and records each', async () => {
    const key = (userId: string | null) =>
      transaction(console_.database.control, (db) =>
        createApiKey(db, {
          kind: userId ? 'personal' : 'organization',
          organizationId: fixedId('organization', 'acme'),
          userId,
          name: 'Test',
          scopes: ['read:*'],
          expiresAt: null,
          createdBy: id('ben'),
        }),
      );
    const [own, others, organizations] = [await key(id('ben')), await key(id('cleo')), await key(null)];
    expect((await view()).members.map(({ apiKeys }) => apiKeys)).toEqual([0, 1, 1, 0]);
    await change('ada', `members/${id('ben')}/remove`);
    const { rows } = await console_.database.owner.query('select id, revoked_reason from api_key order by id');
    expect(rows).toEqual([
      { id: own.id, revoked_reason: 'membership' },
      { id: others.id, revoked_reason: null },
      { id: organizations.id, revoked_reason: null },
    ]);
    expect(await auditOf(console_.database, 'api_key.revoked')).toMatchObject([
      { apiKeyId: own.id, userId: id('ben'), actorId: id('ada'), details: { reason: 'membership' } },
    ]);
  });

  it('spares owners from admins, and the last owner from everybody', async () => {
    await setRole('finn', 'admin');
    expect((await change('finn', `members/${id('ada')}/remove`)).code).toBe('conflict');
    await setRole('cleo', 'owner');
    expect((await change('finn', `members/${id('ada')}/remove`)).code).toBe('role_forbids');
    expect((await change('ada', `members/${id('cleo')}/remove`)).status).toBe(200);
    expect((await change('ada', `members/${id('ada')}/remove`)).code).toBe('conflict');
  });

  it('waits for a write under way, and no later write of theirs commits', async () => {
    const { id: connectionId } = await aConnection(console_.database, {
      person: 'ben',
      organization: 'acme',
      approved: ['mcp:read', 'mcp:write'],
    });
    const order: string[] = [];
    const mayCommit = Promise.withResolvers<void>();
    const entered = Promise.withResolvers<void>();
    const write = throughGate(console_.database.tools, atTheGate(connectionId), { forWrite: true }, async () => {
      entered.resolve();
      await mayCommit.promise;
    }).then(() => order.push('write'));
    await entered.promise;
    const removal = change('ada', `members/${id('ben')}/remove`).then(() => order.push('removal'));
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(order).toEqual([]);
    mayCommit.resolve();
    await Promise.all([write, removal]);
    expect(order).toEqual(['write', 'removal']);
    await expect(
      throughGate(console_.database.tools, atTheGate(connectionId), { forWrite: true }, async () => {}),
    ).rejects.toThrow();
  });
});

describe('leaving', () => {
  it.each(['ben', 'cleo', 'finn'])('is for every member: %s', async (person) => {
    const { id: connectionId } = await aConnection(console_.database, { person, organization: 'acme' });
    const browser = await console_.as(person);
    const answer = await browser.send('POST', `${ACME}/leave`);
    expect(answer.json<Left>()).toEqual({ endedConnections: 1 });
    expect(await opens(connectionId)).toBe(false);
    expect((await browser.get(ACME)).statusCode).toBe(404);
    expect(await auditOf(console_.database, 'member.left')).toMatchObject([
      { userId: id(person), actorId: id(person) },
    ]);
  });

  it('is refused to the last owner and to a stranger', async () => {
    const answers = await Promise.all(
      ['ada', 'dana'].map(async (person) => (await console_.as(person)).send('POST', `${ACME}/leave`)),
    );
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([409, 404]);
    expect(await roles()).toHaveProperty('ada', 'owner');
  });
});

describe('inviting', () => {
  const mails = () =>
    withQueries(console_.database.owner, (db) =>
      db.selectFrom('outgoingMail').selectAll().orderBy('createdAt').execute(),
    );

  it('leaves an invitation and its mail, and is recorded', async () => {
    const { view: after } = await change('ada', 'invitations', {
      email: ' Kim@Example.test ',
      role: 'admin',
      teamIds: [team('Design')],
    });
    expect(after.invitations[0]).toMatchObject({ email: 'kim@example.test', role: 'admin', teams: ['Design'] });
    expect(await mails()).toMatchObject([
      { kind: 'invitation', recipient: 'kim@example.test', invitationId: after.invitations[0]?.id },
    ]);
    expect(await auditOf(console_.database, 'invitation.sent')).toMatchObject([
      { actorId: id('ada'), details: { email: 'kim@example.test', role: 'admin' } },
    ]);
  });

  it.each([
    ['a member', { email: 'ben@example.test' }, 409],
    ['an address that is asked already', { email: 'EVE@example.test' }, 409],
    ['no address', { email: 'nobody' }, 400],
    ['an owner', { role: 'owner' }, 400],
    ['another organization’s team', { teamIds: [fixedId('team', 'initech', 'Delivery')] }, 404],
    ['anything more', { invitedBy: id('ben') }, 400],
  ])('refuses %s, and mails nobody', async (_, wrong, status) => {
    const body = { email: 'kim@example.test', role: 'member', teamIds: [], ...wrong };
    expect((await change('ada', 'invitations', body)).status).toBe(status);
    expect(await mails()).toEqual([]);
  });

  it('lets two admins who ask the same person at once write one mail', async () => {
    await setRole('finn', 'admin');
    const body = { email: 'kim@example.test', role: 'member', teamIds: [] };
    const answers = await Promise.all([change('ada', 'invitations', body), change('finn', 'invitations', body)]);
    expect(answers.map(({ status }) => status).sort((one, other) => one - other)).toEqual([200, 409]);
    expect(await mails()).toHaveLength(1);
  });

  it('is sent again after five minutes at the earliest, and lasts anew', async () => {
    const eve = fixedId('invitation', 'acme', 'eve');
    const first = await change('ada', `invitations/${eve}/resend`);
    expect(first.status).toBe(200);
    expect((await change('ada', `invitations/${eve}/resend`)).code).toBe('rate_limited');
    expect(await mails()).toHaveLength(1);
    await console_.database.owner.query(
      "update invitation set sent_at = now() - interval '8 days', expires_at = now() - interval '1 day' where id = $1",
      [eve],
    );
    expect((await view()).invitations).toMatchObject([{ expired: true }]);
    const again = await change('ada', `invitations/${eve}/resend`);
    expect(again.view.invitations).toMatchObject([{ expired: false }]);
    expect(await mails()).toHaveLength(2);
  });

  it('is revoked once', async () => {
    const eve = fixedId('invitation', 'acme', 'eve');
    expect((await change('ada', `invitations/${eve}/revoke`)).view.invitations).toEqual([]);
    expect((await change('ada', `invitations/${eve}/revoke`)).code).toBe('conflict');
    expect((await change('ada', `invitations/${eve}/resend`)).code).toBe('conflict');
    expect(await auditOf(console_.database, 'invitation.revoked')).toHaveLength(1);
  });
});

describe('teams', () => {
  it('are made, renamed and deleted, under names of their own', async () => {
    const made = await change('ada', 'teams', { name: '  Sales\u200b ' });
    const sales = made.view.teams.find(({ name }) => name === 'Sales')?.id ?? '';
    expect((await change('ada', 'teams', { name: 'Sales' })).code).toBe('conflict');
    expect((await change('ada', 'teams', { name: ' \u200b ' })).code).toBe('invalid_input');
    expect((await change('ada', `teams/${sales}`, { name: 'Design' }, 'PATCH')).code).toBe('conflict');
    await change('ada', `teams/${sales}`, { name: 'Revenue' }, 'PATCH');
    const { view: after } = await change('ada', `teams/${sales}/delete`);
    expect(after.teams.map(({ name }) => name)).toEqual(['Design', 'Engineering']);
    const recorded = await auditOf(console_.database, 'team.created', 'team.renamed', 'team.deleted');
    expect(recorded.map(({ details }) => details)).toEqual([
      { teamId: sales, name: 'Sales' },
      { teamId: sales, before: 'Sales', after: 'Revenue' },
      { teamId: sales, name: 'Revenue', connections: 0 },
    ]);
  });

  it('end the connections narrowed to them when they go, which stay as a fact', async () => {
    const made = await change('ada', 'teams', { name: 'Sales' });
    const sales = made.view.teams.find(({ name }) => name === 'Sales')?.id ?? '';
    const { id: connectionId } = await aConnection(console_.database, { person: 'ben', organization: 'acme' });
    await console_.database.owner.query('update connection set team_id = $1 where id = $2', [sales, connectionId]);
    await change('ada', `teams/${sales}/members`, { memberId: id('ben') });
    expect(await opens(connectionId)).toBe(true);
    await change('ada', `teams/${sales}/delete`);
    expect(await opens(connectionId)).toBe(false);
    const mine = (await (await console_.as('ben')).get('/api/connections')).json<{ connections: object[] }>();
    expect(mine.connections).toMatchObject([{ id: connectionId, revoked: { reason: 'team' } }]);
    expect(await auditOf(console_.database, 'connection.revoked')).toMatchObject([{ details: { reason: 'team' } }]);
  });

  it('stay, with their connections, while they keep records', async () => {
    const { id: connectionId } = await aConnection(console_.database, {
      person: 'ben',
      organization: 'acme',
      team: 'Design',
    });
    expect((await change('ada', `teams/${team('Design')}/delete`)).code).toBe('conflict');
    expect((await view()).teams.map(({ name }) => name)).toContain('Design');
    expect(await opens(connectionId)).toBe(true);
  });

  it('take members in and let them go, whose narrowed connections follow', async () => {
    const { id: connectionId } = await aConnection(console_.database, {
      person: 'ben',
      organization: 'acme',
      team: 'Design',
    });
    const { view: without } = await change('ada', `teams/${team('Design')}/members/${id('ben')}/remove`);
    expect(without.teams[0]?.members).toEqual([]);
    expect(await opens(connectionId)).toBe(false);
    await change('ada', `teams/${team('Design')}/members`, { memberId: id('ben') });
    expect(await opens(connectionId)).toBe(true);
    await change('ada', `teams/${team('Design')}/members`, { memberId: id('ben') });
    expect(await auditOf(console_.database, 'team.joined')).toHaveLength(1);
    expect(await auditOf(console_.database, 'team.left')).toMatchObject([{ userId: id('ben'), actorId: id('ada') }]);
  });

  it('take nobody in who is no member', async () => {
    expect((await change('ada', `teams/${team('Design')}/members`, { memberId: id('dana') })).code).toBe('not_found');
  });
});

it('takes no change from another site', async () => {
  const ada = await console_.as('ada');
  const headers = { ...ada.headers, origin: 'https://elsewhere.example' };
  for (const path of [`members/${id('ben')}/remove`, 'leave', 'invitations', 'teams']) {
    expect((await ada.send('POST', `${ACME}/${path}`, {}, { headers })).statusCode).toBe(403);
  }
  expect(await roles()).toHaveProperty('ben', 'member');
});
