import { fixedId } from '@countersign/runtime/ids';
import { describe, expect, it } from 'vitest';
import { aConnection, auditOf } from './console-under-test.ts';
import { ACME, id, useMembers } from './members-under-test.ts';

const { database, as, view, change, giveRole, setRole, roles } = useMembers();

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
    await aConnection(database(), { person: 'ben', organization: 'acme', team: 'Design' });
    await aConnection(database(), { person: 'ben', organization: 'acme' });
    await aConnection(database(), { person: 'ada', organization: 'globex' });
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
    expect(await auditOf(database(), 'member.role_changed')).toEqual([
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
    expect(await auditOf(database(), 'member.role_changed')).toEqual([]);
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
    expect(await auditOf(database(), 'invitation.revoked')).toMatchObject([
      { userId: id('finn'), actorId: id('ada'), details: { email: 'kim@example.test', reason: 'inviter' } },
    ]);
  });
});

it('takes no change from another site', async () => {
  const ada = await as('ada');
  const headers = { ...ada.headers, origin: 'https://elsewhere.example' };
  for (const path of [`members/${id('ben')}/remove`, 'leave', 'invitations', 'teams']) {
    expect((await ada.send('POST', `${ACME}/${path}`, {}, { headers })).statusCode).toBe(403);
  }
  expect(await roles()).toHaveProperty('ben', 'member');
});
