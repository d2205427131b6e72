import { throughGate } from '@countersign/access/gate/gate';
import type { ConnectionsView, ConnectionView } from '@countersign/contracts/console-api';
import { OAUTH_SCOPES } from '@countersign/contracts/scopes';
import { withQueries } from '@countersign/db/connections/transaction';
import { fixedId } from '@countersign/runtime/ids';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aConnection, atTheGate, lockWaiter, startConsole } from './console-under-test.ts';

let console_: Awaited<ReturnType<typeof startConsole>>;
beforeAll(async () => {
  console_ = await startConsole();
});
afterAll(() => console_.close());

async function connectionsOf(person: string): Promise<readonly ConnectionView[]> {
  const browser = await console_.as(person);
  return (await browser.get('/api/connections')).json<ConnectionsView>().connections;
}

describe('my connections', () => {
  it('are mine alone, also for the owner of the organization', async () => {
    const mine = await aConnection(console_.database, { person: 'ben', organization: 'acme' });
    expect((await connectionsOf('ben')).map(({ id }) => id)).toContain(mine.id);
    expect((await connectionsOf('ada')).map(({ id }) => id)).not.toContain(mine.id);
  });

  it('say who the client is, what was approved and what withholds it now', async () => {
    const { id } = await aConnection(console_.database, {
      person: 'finn',
      organization: 'acme',
      approved: OAUTH_SCOPES,
      clientHost: null,
    });
    expect((await connectionsOf('finn')).find((connection) => connection.id === id)).toMatchObject({
      state: 'active',
      client: { name: 'Claude', verifiedHost: null, redirectHost: 'localhost' },
      organization: { slug: 'acme', name: 'Acme Studio' },
      team: null,
      scopes: [
        { scope: 'mcp:read', withheldBy: null },
        { scope: 'mcp:write', withheldBy: null },
        { scope: 'mcp:write:billing', withheldBy: 'billing_switch' },
      ],
      lastUsedAt: null,
      revoked: null,
    });
  });

  it.each([
    ['expired', { expiresAt: new Date(Date.now() - 1000) }],
    ['unfinished', { activated: false }],
    ['team_lost', { team: 'Engineering' }],
    ['active', { team: 'Design' }],
  ] as const)('are %s exactly when the gate would say so', async (state, seed) => {
    const { id } = await aConnection(console_.database, { person: 'ben', organization: 'acme', ...seed });
    expect((await connectionsOf('ben')).find((connection) => connection.id === id)?.state).toBe(state);
    const opens = await throughGate(
      console_.database.tools,
      atTheGate(id),
      { forWrite: false },
      async () => true,
    ).catch(() => false);
    expect(opens).toBe(state === 'active' || state === 'unfinished');
  });

  it('say that the membership is gone instead of failing', async () => {
    const { id } = await aConnection(console_.database, { person: 'dana', organization: 'initech' });
    expect((await connectionsOf('dana')).find((connection) => connection.id === id)?.state).toBe('membership_lost');
  });

  it('leave the list 90 days after they ended', async () => {
    const long = new Date(Date.now() - 91 * 86_400_000);
    const { id } = await aConnection(console_.database, { person: 'cleo', organization: 'acme', expiresAt: long });
    expect((await connectionsOf('cleo')).map((connection) => connection.id)).not.toContain(id);
  });
});

describe('revoking', () => {
  it('acts at once: the next request of the connection is refused and its refresh tokens are gone', async () => {
    const { id, grantId } = await aConnection(console_.database, { person: 'ben', organization: 'acme' });
    const gate = () => throughGate(console_.database.tools, atTheGate(id), { forWrite: false }, async () => 'open');
    await expect(gate()).resolves.toBe('open');

    const ben = await console_.as('ben');
    const answer = await ben.send('POST', `/api/connections/${id}/revoke`);

    expect(answer.statusCode).toBe(200);
    expect(answer.json<ConnectionView>()).toMatchObject({ id, state: 'revoked', revoked: { reason: 'owner' } });
    await expect(gate()).rejects.toMatchObject({ code: 'unauthenticated' });
    const left = await withQueries(console_.database.owner, (db) =>
      db.selectFrom('oidcPayload').select('model').where('grantId', '=', grantId).execute(),
    );
    expect(left).toEqual([]);
  });

  it('leaves the person’s other connections alone', async () => {
    const one = await aConnection(console_.database, { person: 'ada', organization: 'acme' });
    const other = await aConnection(console_.database, { person: 'ada', organization: 'globex' });
    const ada = await console_.as('ada');
    await ada.send('POST', `/api/connections/${one.id}/revoke`);
    const states = new Map((await connectionsOf('ada')).map(({ id, state }) => [id, state]));
    expect([states.get(one.id), states.get(other.id)]).toEqual(['revoked', 'active']);
  });

  it('is recorded once, with who and from where, however often it is asked', async () => {
    const { id } = await aConnection(console_.database, { person: 'ben', organization: 'acme' });
    const ben = await console_.as('ben');
    await ben.send('POST', `/api/connections/${id}/revoke`);
    expect((await ben.send('POST', `/api/connections/${id}/revoke`)).statusCode).toBe(200);
    const events = await withQueries(console_.database.owner, (db) =>
      db.selectFrom('auditEvent').selectAll().where('connectionId', '=', id).execute(),
    );
    expect(events).toEqual([
      expect.objectContaining({
        action: 'connection.revoked',
        organizationId: fixedId('organization', 'acme'),
        userId: fixedId('user', 'ben'),
        actorKind: 'user',
        actorId: fixedId('user', 'ben'),
        address: '127.0.0.1',
        details: { reason: 'owner' },
      }),
    ]);
  });

  it('waits for a write in flight, and answers only after it', async () => {
    const { id } = await aConnection(console_.database, { person: 'ben', organization: 'acme' });
    const ben = await console_.as('ben');
    const order: string[] = [];
    let revoked: Promise<unknown> = Promise.resolve();
    await throughGate(console_.database.tools, atTheGate(id), { forWrite: true }, async () => {
      revoked = ben.send('POST', `/api/connections/${id}/revoke`).then(() => order.push('revoked'));
      await lockWaiter(console_.database);
      order.push('written');
    });
    await revoked;
    expect(order).toEqual(['written', 'revoked']);
  });

  it('answers not_found for another person’s connection, an unknown one and nonsense alike', async () => {
    const { id } = await aConnection(console_.database, { person: 'ben', organization: 'acme' });
    const ada = await console_.as('ada');
    const answers = await Promise.all(
      [id, fixedId('connection', 'none'), 'nonsense'].map((any) => ada.send('POST', `/api/connections/${any}/revoke`)),
    );
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([404, 404, 404]);
    expect(new Set(answers.map(({ body }) => body)).size).toBe(1);
    expect((await connectionsOf('ben')).find((connection) => connection.id === id)?.state).toBe('active');
  });
});
