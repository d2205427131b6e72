import type {
  CreatedApiKeyView,
  MyApiKeysView,
  OrganizationApiKeysView,
} from '@countersign/contracts/console-api-keys';
import { withQueries } from '@countersign/db/connections/transaction';
import { fixedId, newId } from '@countersign/runtime/ids';
import { describe, expect, it } from 'vitest';
import { ACME, body, MINE, personal, useApiKeys } from './api-keys-under-test.ts';
import { auditOf, startConsole } from './console-under-test.ts';

const { as, database, opens } = useApiKeys();

describe('a new organization key', () => {
  it('is shown once, opens the gate, and is stored as nothing but a digest', async () => {
    const ada = await as('ada');
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
    const { rows } = await database().owner.query('select t::text as row from api_key t');
    expect(JSON.stringify(rows)).not.toContain(key.slice(12));
  });

  it('is recorded, and told to every admin by mail, neither with the key', async () => {
    await database().owner.query("update membership set role = 'admin' where organization_id = $1 and user_id = $2", [
      fixedId('organization', 'acme'),
      fixedId('user', 'finn'),
    ]);
    const ada = await as('ada');
    const { key, apiKey } = (await ada.send('POST', ACME, body())).json<CreatedApiKeyView>();
    const events = await auditOf(database(), 'api_key.created');
    expect(events).toEqual([
      expect.objectContaining({
        organizationId: fixedId('organization', 'acme'),
        apiKeyId: apiKey.id,
        actorId: fixedId('user', 'ada'),
        details: expect.objectContaining({ kind: 'organization', scopes: ['read:billing', 'write:tasks'] }) as unknown,
      }),
    ]);
    const mails = await withQueries(database().owner, (db) =>
      db.selectFrom('outgoingMail').select(['recipient', 'body']).orderBy('recipient').execute(),
    );
    expect(mails.map(({ recipient }) => recipient)).toEqual(['ada@example.test', 'finn@example.test']);
    expect(mails[0]?.body).toContain('/orgs/acme/settings/api-access');
    expect(JSON.stringify([events, mails])).not.toContain(key.slice(12));
  });

  it('holds its scopes in the fewest words', async () => {
    const ada = await as('ada');
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
    const ada = await as('ada');
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
    const ada = await as('ada');
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
    await database().owner.query(
      `insert into api_key (id, organization_id, kind, name, digest, prefix, scopes, allowed_addresses, created_by)
       select gen_random_uuid(), $1, 'organization', 'x', sha256(n::text::bytea), 'csk_org_', '{read:*}', '{}', $2
       from generate_series(1, 99) as n`,
      [fixedId('organization', 'acme'), fixedId('user', 'ada')],
    );
    const ada = await as('ada');
    expect((await ada.send('POST', ACME, body())).statusCode).toBe(200);
    expect((await ada.send('POST', ACME, body())).statusCode).toBe(409);
  });
});

describe('a new personal key', () => {
  it('is the person’s, in the organization they chose', async () => {
    const ben = await as('ben');
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
    const browser = await as(person);
    const answer = await browser.send('POST', MINE, personal({ scopes }));
    expect(answer.statusCode).toBe(403);
    expect((await browser.get(MINE)).json<MyApiKeysView>().apiKeys).toEqual([]);
  });

  it('cannot be made where the person is no member, and the answer is a stranger’s', async () => {
    const ben = await as('ben');
    const answers = [
      await ben.send('POST', MINE, personal({ organization: 'globex' })),
      await ben.send('POST', MINE, personal({ organization: 'nobody' })),
    ];
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([404, 404]);
    expect(answers[0]?.body).toBe(answers[1]?.body);
  });
});
