import { throughGate } from '@countersign/access/gate/gate';
import { createApiKey } from '@countersign/access/keys/create-api-key';
import type { Left } from '@countersign/contracts/console-members';
import { transaction } from '@countersign/db/connections/transaction';
import { fixedId } from '@countersign/runtime/ids';
import { describe, expect, it } from 'vitest';
import { aConnection, atTheGate, auditOf } from './console-under-test.ts';
import { ACME, id, useMembers } from './members-under-test.ts';

const { database, as, view, change, setRole, roles, opens } = useMembers();

describe('removing a member', () => {
  it('ends their connections at once, which then say why, and records all of it', async () => {
    const here = await aConnection(database(), { person: 'ben', organization: 'acme' });
    const others = await aConnection(database(), { person: 'cleo', organization: 'acme' });
    expect(await opens(here.id)).toBe(true);
    const { status, view: after } = await change('ada', `members/${id('ben')}/remove`);
    expect(status).toBe(200);
    expect(after.members.map(({ name }) => name)).toEqual(['Ada', 'Cleo', 'Finn']);
    expect([await opens(here.id), await opens(others.id)]).toEqual([false, true]);
    const mine = (await (await as('ben')).get('/api/connections')).json<{ connections: object[] }>();
    expect(mine.connections).toMatchObject([{ id: here.id, state: 'revoked', revoked: { reason: 'membership' } }]);
    expect(await auditOf(database(), 'member.removed')).toMatchObject([
      { userId: id('ben'), actorId: id('ada'), details: { role: 'member', connections: 1, apiKeys: 0 } },
    ]);
    expect(await auditOf(database(), 'connection.revoked')).toMatchObject([
      { connectionId: here.id, userId: id('ben'), actorId: id('ada'), details: { reason: 'membership' } },
    ]);
  });

  it('ends their personal API keys and no other, and records each', async () => {
    const key = (userId: string | null) =>
      transaction(database().control, (db) =>
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
    const { rows } = await database().owner.query('select id, revoked_reason from api_key order by id');
    expect(rows).toEqual([
      { id: own.id, revoked_reason: 'membership' },
      { id: others.id, revoked_reason: null },
      { id: organizations.id, revoked_reason: null },
    ]);
    expect(await auditOf(database(), 'api_key.revoked')).toMatchObject([
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
    const { id: connectionId } = await aConnection(database(), {
      person: 'ben',
      organization: 'acme',
      approved: ['mcp:read', 'mcp:write'],
    });
    const order: string[] = [];
    const mayCommit = Promise.withResolvers<void>();
    const entered = Promise.withResolvers<void>();
    const write = throughGate(database().tools, atTheGate(connectionId), { forWrite: true }, async () => {
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
      throughGate(database().tools, atTheGate(connectionId), { forWrite: true }, async () => {}),
    ).rejects.toThrow();
  });
});

describe('leaving', () => {
  it.each(['ben', 'cleo', 'finn'])('is for every member: %s', async (person) => {
    const { id: connectionId } = await aConnection(database(), { person, organization: 'acme' });
    const browser = await as(person);
    const answer = await browser.send('POST', `${ACME}/leave`);
    expect(answer.json<Left>()).toEqual({ endedConnections: 1 });
    expect(await opens(connectionId)).toBe(false);
    expect((await browser.get(ACME)).statusCode).toBe(404);
    expect(await auditOf(database(), 'member.left')).toMatchObject([{ userId: id(person), actorId: id(person) }]);
  });

  it('is refused to the last owner and to a stranger', async () => {
    const answers = await Promise.all(
      ['ada', 'dana'].map(async (person) => (await as(person)).send('POST', `${ACME}/leave`)),
    );
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([409, 404]);
    expect(await roles()).toHaveProperty('ada', 'owner');
  });
});
