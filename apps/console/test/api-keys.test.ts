import { digestOfApiKey } from '@countersign/access/api-key';
import { recordEvents } from '@countersign/access/audit';
import { throughGate } from '@countersign/access/gate';
import type {
  CreatedApiKeyView,
  MyApiKeysView,
  OrganizationApiKeysView,
} from '@countersign/contracts/console-api-keys';
import type { ActivityPage } from '@countersign/contracts/console-connections';
import type { PublicCatalogue } from '@countersign/contracts/public-catalogue';
import { transaction, withQueries } from '@countersign/db/transaction';
import { fixedId, newId } from '@countersign/runtime/ids';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startConnectorChain } from './connector-chain.ts';
import { anApiKey, auditOf, startConsole } from './console-under-test.ts';

const MINE = '/api/api-keys';
const ACME = '/api/orgs/acme/api-keys';

const catalogue: PublicCatalogue = {
  modules: [
    { name: 'tasks', title: 'Tasks', area: 'general', tools: [] },
    { name: 'billing', title: 'Billing', area: 'billing', tools: [] },
    { name: 'books', title: 'Books', area: 'finance', tools: [] },
  ],
};

let chain: Awaited<ReturnType<typeof startConnectorChain>>;
let console_: Awaited<ReturnType<typeof startConsole>>;
beforeAll(async () => {
  chain = await startConnectorChain();
  chain.mcp.change({ 'GET /catalogue.json': () => ({ body: catalogue }) });
});
afterAll(() => chain.close());
beforeEach(async () => {
  console_ = await startConsole({ mcpUrl: chain.mcp.url });
});
afterEach(() => console_.close());

const body = (changed: object = {}) => ({
  name: 'Nightly report',
  scopes: ['read:billing', 'write:tasks'],
  expiresInDays: 30,
  allowedAddresses: [],
  ...changed,
});
const personal = (changed: object = {}) => body({ organization: 'acme', scopes: ['read:tasks'], ...changed });

const opens = (key: string, address = '192.0.2.7') =>
  throughGate(
    console_.database.tools,
    { principal: { kind: 'api_key', digest: digestOfApiKey(key) ?? Buffer.alloc(0) }, address },
    { forWrite: false },
    async () => true,
  ).catch(() => false);

describe('a new organization key', () => {
  it('is shown once, opens the gate, and is stored as nothing but a digest', async () => {
    const ada = await console_.as('ada');
    const answer = await ada.send('POST', ACME, body());
    const { key, apiKey } = answer.json<CreatedApiKeyView>();
    expect(await opens(key)).toBe(true);
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(apiKey).toMatchObject({
      kind: 'organization',
      state: 'active',
      name: 'Nightly report',
      prefix: key.slice(0, 12),
      owner: null,
      scopes: [
        { scope: 'read:billing', withheldBy: null },
        { scope: 'write:tasks', withheldBy: null },
      ],
      createdBy: { name: 'Ada', email: 'ada@example.test' },
      lastUsedAt: null,
      revoked: null,
    });
    expect(Date.parse(apiKey.expiresAt ?? '') - Date.now()).toBeGreaterThan(29.9 * 86_400_000);
    expect((await ada.get(ACME)).body).not.toContain(key);
    const { rows } = await console_.database.owner.query('select t::text as row from api_key t');
    expect(JSON.stringify(rows)).not.toContain(key.slice(12));
  });

  it('is recorded, and told to every admin by mail, neither with the key', async () => {
    await console_.database.owner.query(
      "update membership set role = 'admin' where organization_id = $1 and user_id = $2",
      [fixedId('organization', 'acme'), fixedId('user', 'finn')],
    );
    const ada = await console_.as('ada');
    const { key, apiKey } = (await ada.send('POST', ACME, body())).json<CreatedApiKeyView>();
    const events = await auditOf(console_.database, 'api_key.created');
    expect(events).toEqual([
      expect.objectContaining({
        organizationId: fixedId('organization', 'acme'),
        apiKeyId: apiKey.id,
        actorId: fixedId('user', 'ada'),
        details: expect.objectContaining({ kind: 'organization', scopes: ['read:billing', 'write:tasks'] }) as unknown,
      }),
    ]);
    const mails = await withQueries(console_.database.owner, (db) =>
      db.selectFrom('outgoingMail').select(['recipient', 'body']).orderBy('recipient').execute(),
    );
    expect(mails.map(({ recipient }) => recipient)).toEqual(['ada@example.test', 'finn@example.test']);
    expect(mails[0]?.body).toContain('/orgs/acme/settings/api-access');
    expect(JSON.stringify([events, mails])).not.toContain(key.slice(12));
  });

  it('holds its scopes in the fewest words', async () => {
    const ada = await console_.as('ada');
    const answer = await ada.send(
      'POST',
      ACME,
      body({ scopes: ['read:*', 'read:tasks', 'write:billing', 'read:billing'] }),
    );
    expect(answer.json<CreatedApiKeyView>().apiKey.scopes).toEqual([
      { scope: 'read:*', withheldBy: null },
      { scope: 'write:billing', withheldBy: 'billing_switch' },
    ]);
  });

  it('may be bound to addresses, and opens from there alone', async () => {
    const ada = await console_.as('ada');
    const allowedAddresses = ['203.0.113.7', '198.51.100.9/24', '2001:db8::/32'];
    const { key, apiKey } = (await ada.send('POST', ACME, body({ allowedAddresses }))).json<CreatedApiKeyView>();
    expect(apiKey.allowedAddresses).toEqual(['203.0.113.7', '198.51.100.0/24', '2001:db8::/32']);
    expect([await opens(key, '198.51.100.1'), await opens(key, '192.0.2.7')]).toEqual([true, false]);
  });

  it.each([
    { name: '' },
    { name: '  ' },
    { name: 'x'.repeat(65) },
    { name: 'two\nlines' },
    { name: 'a\u202Eb' },
    { scopes: [] },
    { scopes: ['delete:tasks'] },
    { scopes: ['read:payroll'] },
    { scopes: ['mcp:read'] },
    { expiresInDays: 0 },
    { expiresInDays: 1.5 },
    { expiresInDays: 4000 },
    { allowedAddresses: ['anywhere'] },
    { allowedAddresses: ['10.0.0.0/33'] },
    { kind: 'personal' },
    { id: newId() },
  ])('cannot be made with %j', async (changed) => {
    const ada = await console_.as('ada');
    const answer = await ada.send('POST', ACME, body(changed));
    expect(answer.statusCode).toBe(400);
    expect((await ada.get(ACME)).json<OrganizationApiKeysView>().apiKeys).toEqual([]);
  });

  it('is not made while the list of tools cannot be had', async () => {
    const apart = await startConsole({ mcpUrl: 'http://127.0.0.1:1' });
    const ada = await apart.as('ada');
    expect((await ada.send('POST', ACME, body())).statusCode).toBe(503);
    await apart.close();
  });

  it('is the last of a hundred', async () => {
    await console_.database.owner.query(
      `insert into api_key (id, organization_id, kind, name, digest, prefix, scopes, allowed_addresses, created_by)
       select gen_random_uuid(), $1, 'organization', 'x', sha256(n::text::bytea), 'csk_org_', '{read:*}', '{}', $2
       from generate_series(1, 99) as n`,
      [fixedId('organization', 'acme'), fixedId('user', 'ada')],
    );
    const ada = await console_.as('ada');
    expect((await ada.send('POST', ACME, body())).statusCode).toBe(200);
    expect((await ada.send('POST', ACME, body())).statusCode).toBe(409);
  });
});

describe('a new personal key', () => {
  it('is the person’s, in the organization they chose', async () => {
    const ben = await console_.as('ben');
    const { key, apiKey } = (await ben.send('POST', MINE, personal())).json<CreatedApiKeyView>();
    expect(key).toMatch(/^csk_per_/);
    expect(apiKey).toMatchObject({
      kind: 'personal',
      owner: { name: 'Ben' },
      organization: { slug: 'acme', name: 'Acme Studio' },
    });
    expect(await opens(key)).toBe(true);
    expect((await ben.get(MINE)).json<MyApiKeysView>().apiKeys).toEqual([apiKey]);
  });

  it.each([
    ['ben', ['write:billing']],
    ['ben', ['read:books']],
    ['cleo', ['write:tasks']],
    ['cleo', ['read:tasks', 'write:*']],
  ])('is refused to %s with %j, which the role can never do', async (person, scopes) => {
    const browser = await console_.as(person);
    const answer = await browser.send('POST', MINE, personal({ scopes }));
    expect(answer.statusCode).toBe(403);
    expect((await browser.get(MINE)).json<MyApiKeysView>().apiKeys).toEqual([]);
  });

  it('cannot be made where the person is no member, and the answer is a stranger’s', async () => {
    const ben = await console_.as('ben');
    const answers = [
      await ben.send('POST', MINE, personal({ organization: 'globex' })),
      await ben.send('POST', MINE, personal({ organization: 'nobody' })),
    ];
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([404, 404]);
    expect(answers[0]?.body).toBe(answers[1]?.body);
  });
});

describe('lists', () => {
  it('are each person’s own, and for an admin all of the organization’s', async () => {
    const { database } = console_;
    const ids = {
      organization: (await anApiKey(database, { organization: 'acme' })).id,
      ben: (await anApiKey(database, { organization: 'acme', person: 'ben' })).id,
      ada: (await anApiKey(database, { organization: 'acme', person: 'ada' })).id,
      elsewhere: (await anApiKey(database, { organization: 'globex', person: 'ada' })).id,
    };
    const of = async (person: string, path: string) =>
      (await (await console_.as(person)).get(path))
        .json<MyApiKeysView>()
        .apiKeys.map(({ id }) => id)
        .sort();
    expect(await of('ben', MINE)).toEqual([ids.ben]);
    expect(await of('ada', MINE)).toEqual([ids.ada, ids.elsewhere].sort());
    expect(await of('ada', ACME)).toEqual([ids.organization, ids.ben, ids.ada].sort());
  });

  it('leave out what ended more than 90 days ago', async () => {
    const { database } = console_;
    await anApiKey(database, { organization: 'acme', expiresAt: new Date(Date.now() - 91 * 86_400_000) });
    await anApiKey(database, { organization: 'acme', name: 'Expired', expiresAt: new Date(Date.now() - 86_400_000) });
    const old = await anApiKey(database, { organization: 'acme' });
    await database.owner.query(
      "update api_key set revoked_at = now() - interval '91 days', revoked_reason = 'admin' where id = $1",
      [old.id],
    );
    const { apiKeys } = (await (await console_.as('ada')).get(ACME)).json<OrganizationApiKeysView>();
    expect(apiKeys.map(({ name, state }) => [name, state])).toEqual([['Expired', 'expired']]);
  });
});

describe('revoking', () => {
  it('ends a person’s own key at once, with who did it, recorded once', async () => {
    const { id, key } = await anApiKey(console_.database, { organization: 'acme', person: 'ben' });
    const ben = await console_.as('ben');
    const answers = [await ben.send('POST', `${MINE}/${id}/revoke`), await ben.send('POST', `${MINE}/${id}/revoke`)];
    for (const answer of answers) {
      expect(answer.json()).toMatchObject({
        apiKey: { id, state: 'revoked', revoked: { reason: 'owner', by: { name: 'Ben' } } },
      });
    }
    expect(await opens(key)).toBe(false);
    expect(await auditOf(console_.database, 'api_key.revoked')).toEqual([
      expect.objectContaining({ apiKeyId: id, userId: fixedId('user', 'ben'), details: { reason: 'owner' } }),
    ]);
  });

  it('by an admin ends the organization’s keys and those of members', async () => {
    const keys = [
      await anApiKey(console_.database, { organization: 'acme' }),
      await anApiKey(console_.database, { organization: 'acme', person: 'ben' }),
    ];
    const ada = await console_.as('ada');
    for (const { id, key } of keys) {
      const answer = await ada.send('POST', `${ACME}/${id}/revoke`);
      expect(answer.json()).toMatchObject({ apiKey: { revoked: { reason: 'admin', by: { name: 'Ada' } } } });
      expect(await opens(key)).toBe(false);
    }
  });

  it('finds nothing of others: of another person, of another organization, of none', async () => {
    const { database } = console_;
    const of = {
      ada: await anApiKey(database, { organization: 'acme', person: 'ada' }),
      organization: await anApiKey(database, { organization: 'acme' }),
      globex: await anApiKey(database, { organization: 'globex' }),
    };
    const [ada, ben] = [await console_.as('ada'), await console_.as('ben')];
    const answers = [
      await ben.send('POST', `${MINE}/${of.ada.id}/revoke`),
      await ben.send('POST', `${MINE}/${of.organization.id}/revoke`),
      await ben.send('POST', `${MINE}/nonsense/revoke`),
    ];
    expect(new Set(answers.map(({ statusCode, body: text }) => `${statusCode} ${text}`)).size).toBe(1);
    expect(answers[0]?.statusCode).toBe(404);
    // Being an admin opens the organization's page, not the list of one's own.
    expect((await ada.send('POST', `${MINE}/${of.organization.id}/revoke`)).statusCode).toBe(404);
    expect((await ada.send('POST', `${ACME}/${of.globex.id}/revoke`)).statusCode).toBe(404);
    for (const { key } of Object.values(of)) expect(await opens(key)).toBe(true);
  });
});

describe('the activity of a key', () => {
  const actionsOf = async (person: string, path: string) => {
    const answer = await (await console_.as(person)).get(path);
    const { items } = answer.json<ActivityPage>();
    return items.map(({ action, kind, address }) => [action === 'tool.called' ? kind : action, address]);
  };
  const called = (apiKeyId: string, userId: string | null, writes: boolean) =>
    transaction(console_.database.control, (db) =>
      recordEvents(db, [
        {
          action: 'tool.called',
          organizationId: fixedId('organization', 'acme'),
          apiKeyId,
          userId,
          actorKind: 'api_key',
          actorId: apiKeyId,
          address: '198.51.100.4',
          details: { tool: 'x', writes },
        },
      ]),
    );

  it('of a personal one is all its person’s; an admin sees its life and its writes, and not from where', async () => {
    const ben = await console_.as('ben');
    const { apiKey } = (await ben.send('POST', MINE, personal())).json<CreatedApiKeyView>();
    await called(apiKey.id, fixedId('user', 'ben'), false);
    await called(apiKey.id, fixedId('user', 'ben'), true);
    expect(await actionsOf('ben', `${MINE}/${apiKey.id}/activity`)).toEqual([
      ['writes', '198.51.100.4'],
      ['reads', '198.51.100.4'],
      ['api_key.created', '127.0.0.1'],
    ]);
    expect(await actionsOf('ada', `${ACME}/${apiKey.id}/activity`)).toEqual([
      ['writes', null],
      ['api_key.created', null],
    ]);
  });

  it('of the organization’s is all its admins’', async () => {
    const { id } = await anApiKey(console_.database, { organization: 'acme' });
    await called(id, null, false);
    expect(await actionsOf('ada', `${ACME}/${id}/activity`)).toEqual([['reads', '198.51.100.4']]);
  });

  it('is nobody else’s, and there is none of another organization’s or of nonsense', async () => {
    const { id } = await anApiKey(console_.database, { organization: 'globex', person: 'ada' });
    const [ada, ben] = [await console_.as('ada'), await console_.as('ben')];
    const answers = [
      await ben.get(`${MINE}/${id}/activity`),
      await ada.get(`${ACME}/${id}/activity`),
      await ada.get(`${ACME}/nonsense/activity`),
    ];
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([404, 404, 404]);
    expect((await ada.get(`${MINE}/${id}/activity?cursor=nonsense`)).statusCode).toBe(400);
  });
});

describe('an API key', () => {
  it('opens nothing of the console: no list, no new key, no connection, no switch', async () => {
    const { key } = await anApiKey(console_.database, { organization: 'acme', scopes: ['manage:*'] });
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
    for (const [method, url] of [
      ['GET', ACME],
      ['GET', MINE],
      ['POST', ACME],
      ['POST', MINE],
      ['GET', '/api/connections'],
      ['GET', '/api/orgs/acme/connections'],
      ['PATCH', '/api/orgs/acme/write-access'],
      ['GET', '/api/session'],
    ] as const) {
      const answer = await console_.app.inject({ method, url, headers, payload: '{}' });
      expect([url, answer.statusCode]).toEqual([url, 401]);
    }
  });
});
