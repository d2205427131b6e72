import { throughGate } from '@countersign/access/gate/gate';
import type { OrganizationConnectionsView, RevokedConnectionsView } from '@countersign/contracts/console-organization';
import { OAUTH_SCOPES } from '@countersign/contracts/scopes';
import { withQueries } from '@countersign/db/connections/transaction';
import { fixedId, newId } from '@countersign/runtime/ids';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aConnection, atTheGate, auditOf, startConsole } from './console-under-test.ts';

const PATH = '/api/orgs/acme/connections';
const CLAUDE = 'https://claude.ai/oauth/mcp-oauth-client-metadata';

let console_: Awaited<ReturnType<typeof startConsole>>;
beforeEach(async () => {
  console_ = await startConsole();
});
afterEach(() => console_.close());

const connection = (seed: Omit<Parameters<typeof aConnection>[1], 'organization'> & { organization?: string }) =>
  aConnection(console_.database, { organization: 'acme', ...seed }).then(({ id }) => id);

async function list(query: Record<string, string> = {}): Promise<OrganizationConnectionsView> {
  const ada = await console_.as('ada');
  return (await ada.get(`${PATH}?${new URLSearchParams(query).toString()}`)).json<OrganizationConnectionsView>();
}
const ids = ({ items }: OrganizationConnectionsView) => items.map(({ id }) => id).sort();

const opens = (id: string) =>
  throughGate(console_.database.tools, atTheGate(id), { forWrite: false }, async () => true).catch(() => false);

describe('the connections of an organization', () => {
  it('are those of all its members and of no other organization', async () => {
    const here = await Promise.all(['ada', 'ben', 'cleo'].map((person) => connection({ person })));
    await connection({ person: 'ada', organization: 'initech' });
    expect(ids(await list())).toEqual(here.sort());
  });

  it('say whose they are, what the client is, and what withholds a scope', async () => {
    await connection({ person: 'ben', approved: OAUTH_SCOPES, clientHost: null, clientName: 'Cursor', team: 'Design' });
    expect((await list()).items).toEqual([
      expect.objectContaining({
        owner: { name: 'Ben', email: 'ben@example.test' },
        client: { name: 'Cursor', verifiedHost: null, redirectHost: 'localhost' },
        team: 'Design',
        scopes: [
          { scope: 'mcp:read', withheldBy: null },
          { scope: 'mcp:write', withheldBy: null },
          { scope: 'mcp:write:billing', withheldBy: 'role' },
        ],
      }),
    ]);
  });

  it('keep to themselves how the owner calls them', async () => {
    const id = await connection({ person: 'ben' });
    await withQueries(console_.database.owner, (db) =>
      db.updateTable('connection').set({ name: 'Looking for a new job' }).where('id', '=', id).execute(),
    );
    expect((await list()).items.map(({ client }) => client.name)).toEqual(['Claude']);
  });

  it('are active exactly when the gate lets them in, and ended otherwise', async () => {
    const everyKind = await Promise.all([
      connection({ person: 'ben' }),
      connection({ person: 'ben', activated: false }),
      connection({ person: 'ben', team: 'Design' }),
      connection({ person: 'ben', team: 'Engineering' }),
      connection({ person: 'ada', team: 'Engineering' }),
      connection({ person: 'dana' }),
      connection({ person: 'ben', expiresAt: new Date(Date.now() - 1000) }),
    ]);
    const [active, ended] = [ids(await list()), ids(await list({ state: 'ended' }))];
    for (const id of everyKind) {
      expect([active.includes(id), ended.includes(id)]).toEqual((await opens(id)) ? [true, false] : [false, true]);
    }
    expect(active).toHaveLength(4);
  });

  it('leave the list 90 days after they ended', async () => {
    await connection({ person: 'ben', expiresAt: new Date(Date.now() - 91 * 86_400_000) });
    const { items, clients } = await list({ state: 'ended' });
    expect([items, clients]).toEqual([[], []]);
  });

  it.each([
    ['ben', ['ben']],
    ['BEN@EXAMPLE', ['ben']],
    ['example.test', ['ben', 'cleo']],
    ['%', []],
    ['_en', []],
    ['', ['ben', 'cleo']],
  ])('can be narrowed to owners with “%s” in name or e-mail', async (owner, people) => {
    await Promise.all(['ben', 'cleo'].map((person) => connection({ person })));
    const found = (await list({ owner })).items.map((one) => one.owner.name.toLowerCase());
    expect(found.sort()).toEqual(people);
  });

  it('come in pages that together are the whole', async () => {
    const all = await Promise.all(Array.from({ length: 60 }, () => connection({ person: 'ben' })));
    const first = await list();
    const second = await list({ cursor: first.nextCursor ?? '' });
    expect([first.items.length, second.items.length, second.nextCursor]).toEqual([50, 10, null]);
    expect([...ids(first), ...ids(second)].sort()).toEqual(all.sort());
  });

  it.each([{ state: 'all' }, { cursor: 'nonsense' }, { cursor: '' }])('refuse the filter %j', async (query) => {
    const ada = await console_.as('ada');
    expect((await ada.get(`${PATH}?${new URLSearchParams(query).toString()}`)).statusCode).toBe(400);
  });
});

describe('clients', () => {
  it('are one for one verified id, and one for each name and host of those that registered themselves', async () => {
    await connection({ person: 'ada', clientId: CLAUDE });
    await connection({ person: 'ben', clientId: CLAUDE });
    await connection({ person: 'ben', clientName: 'Claude', clientHost: null });
    await connection({ person: 'ada', clientName: 'Claude Code', clientHost: null });
    await connection({ person: 'cleo', clientName: 'Claude Code', clientHost: null });
    const { clients } = await list();
    expect(
      clients.map(({ name, verifiedHost, live, owners }) => [
        name,
        verifiedHost,
        live,
        owners.map((owner) => owner.name),
      ]),
    ).toEqual([
      ['Claude', null, 1, ['Ben']],
      ['Claude', 'claude.ai', 2, ['Ada', 'Ben']],
      ['Claude Code', null, 2, ['Ada', 'Cleo']],
    ]);
  });

  it('count and name only what has not ended', async () => {
    const ended = await connection({ person: 'ben', clientId: CLAUDE });
    const ada = await console_.as('ada');
    await ada.send('POST', `${PATH}/${ended}/revoke`);
    expect((await list()).clients).toMatchObject([{ live: 0, owners: [] }]);
  });
});

describe('revoking one', () => {
  it('ends another person’s connection at once, with the reason and who did it', async () => {
    const [id, other] = [await connection({ person: 'ben' }), await connection({ person: 'ben' })];
    const ada = await console_.as('ada');
    const answer = await ada.send('POST', `${PATH}/${id}/revoke`);
    expect(answer.json<RevokedConnectionsView>().connections).toMatchObject([
      { id, state: 'revoked', revoked: { reason: 'admin' } },
    ]);
    expect([await opens(id), await opens(other)]).toEqual([false, true]);
    expect(await auditOf(console_.database, 'connection.revoked')).toEqual([
      expect.objectContaining({
        connectionId: id,
        organizationId: fixedId('organization', 'acme'),
        userId: fixedId('user', 'ben'),
        actorKind: 'user',
        actorId: fixedId('user', 'ada'),
        details: { reason: 'admin' },
      }),
    ]);
  });

  it('is recorded once, however often it is asked', async () => {
    const id = await connection({ person: 'ben' });
    const ada = await console_.as('ada');
    const answers = [await ada.send('POST', `${PATH}/${id}/revoke`), await ada.send('POST', `${PATH}/${id}/revoke`)];
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200]);
    expect(await auditOf(console_.database, 'connection.revoked')).toHaveLength(1);
  });
});

describe('revoking all of a client', () => {
  it('ends exactly those, takes their refresh tokens, and records each', async () => {
    const theirs = [
      await aConnection(console_.database, { person: 'ada', organization: 'acme', clientId: CLAUDE }),
      await aConnection(console_.database, { person: 'ben', organization: 'acme', clientId: CLAUDE }),
    ];
    const others = [
      await connection({ person: 'ben', clientId: 'https://chatgpt.com/client', clientName: 'ChatGPT' }),
      await connection({ person: 'ben', clientName: 'Claude', clientHost: null }),
      await connection({ person: 'ada', clientId: CLAUDE, organization: 'globex' }),
    ];
    const clientKey = (await list()).clients.find((client) => client.live === 2)?.key;
    const ada = await console_.as('ada');
    const answer = await ada.send('POST', `${PATH}/revoke-client`, { clientKey });

    const ended = theirs.map(({ id }) => id).sort();
    expect(
      answer
        .json<RevokedConnectionsView>()
        .connections.map(({ id }) => id)
        .sort(),
    ).toEqual(ended);
    expect(await Promise.all(theirs.map(({ id }) => opens(id)))).toEqual([false, false]);
    expect(await Promise.all(others.map(opens))).toEqual([true, true, true]);
    const events = await auditOf(console_.database, 'connection.revoked');
    expect(new Set(events.map(({ connectionId }) => connectionId))).toEqual(new Set(ended));
    expect(events).toHaveLength(2);
    expect(events.map(({ actorId }) => actorId)).toEqual([fixedId('user', 'ada'), fixedId('user', 'ada')]);
    const left = await withQueries(console_.database.owner, (db) =>
      db
        .selectFrom('oidcPayload')
        .select('grantId')
        .where(
          'grantId',
          'in',
          theirs.map(({ grantId }) => grantId),
        )
        .execute(),
    );
    expect(left).toEqual([]);
  });

  it('ends nothing of a client that is unknown', async () => {
    const id = await connection({ person: 'ben' });
    const ada = await console_.as('ada');
    const answer = await ada.send('POST', `${PATH}/revoke-client`, { clientKey: `verified ${newId()}` });
    expect(answer.json()).toEqual({ connections: [] });
    expect(await opens(id)).toBe(true);
  });

  it.each([{}, { clientKey: 1 }, { clientKey: 'x', all: true }])('refuses the body %j', async (body) => {
    const ada = await console_.as('ada');
    expect((await ada.send('POST', `${PATH}/revoke-client`, body)).statusCode).toBe(400);
  });
});
