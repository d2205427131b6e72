import { describe, expect, it } from 'vitest';
import { aConnection, auditOf } from './console-under-test.ts';
import { id, team, useMembers } from './members-under-test.ts';

const { database, as, view, change, opens } = useMembers();

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
    const recorded = await auditOf(database(), 'team.created', 'team.renamed', 'team.deleted');
    expect(recorded.map(({ details }) => details)).toEqual([
      { teamId: sales, name: 'Sales' },
      { teamId: sales, before: 'Sales', after: 'Revenue' },
      { teamId: sales, name: 'Revenue', connections: 0 },
    ]);
  });

  it('end the connections narrowed to them when they go, which stay as a fact', async () => {
    const made = await change('ada', 'teams', { name: 'Sales' });
    const sales = made.view.teams.find(({ name }) => name === 'Sales')?.id ?? '';
    const { id: connectionId } = await aConnection(database(), { person: 'ben', organization: 'acme' });
    await database().owner.query('update connection set team_id = $1 where id = $2', [sales, connectionId]);
    await change('ada', `teams/${sales}/members`, { memberId: id('ben') });
    expect(await opens(connectionId)).toBe(true);
    await change('ada', `teams/${sales}/delete`);
    expect(await opens(connectionId)).toBe(false);
    const mine = (await (await as('ben')).get('/api/connections')).json<{ connections: object[] }>();
    expect(mine.connections).toMatchObject([{ id: connectionId, revoked: { reason: 'team' } }]);
    expect(await auditOf(database(), 'connection.revoked')).toMatchObject([{ details: { reason: 'team' } }]);
  });

  it('stay, with their connections, while they keep records', async () => {
    const { id: connectionId } = await aConnection(database(), {
      person: 'ben',
      organization: 'acme',
      team: 'Design',
    });
    expect((await change('ada', `teams/${team('Design')}/delete`)).code).toBe('conflict');
    expect((await view()).teams.map(({ name }) => name)).toContain('Design');
    expect(await opens(connectionId)).toBe(true);
  });

  it('take members in and let them go, whose narrowed connections follow', async () => {
    const { id: connectionId } = await aConnection(database(), {
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
    expect(await auditOf(database(), 'team.joined')).toHaveLength(1);
    expect(await auditOf(database(), 'team.left')).toMatchObject([{ userId: id('ben'), actorId: id('ada') }]);
  });

  it('take nobody in who is no member', async () => {
    expect((await change('ada', `teams/${team('Design')}/members`, { memberId: id('dana') })).code).toBe('not_found');
  });
});
