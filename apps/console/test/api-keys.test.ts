import type { MyApiKeysView, OrganizationApiKeysView } from '@countersign/contracts/console-api-keys';
import { fixedId } from '@countersign/runtime/ids';
import { describe, expect, it } from 'vitest';
import { ACME, MINE, useApiKeys } from './api-keys-under-test.ts';
import { anApiKey, auditOf } from './console-under-test.ts';

const { app, as, database, opens } = useApiKeys();

describe('lists', () => {
  it('are each person’s own, and for an admin all of the organization’s', async () => {
    const owned = database();
    const ids = {
      organization: (await anApiKey(owned, { organization: 'acme' })).id,
      ben: (await anApiKey(owned, { organization: 'acme', person: 'ben' })).id,
      ada: (await anApiKey(owned, { organization: 'acme', person: 'ada' })).id,
      elsewhere: (await anApiKey(owned, { organization: 'globex', person: 'ada' })).id,
    };
    const of = async (person: string, path: string) =>
      (await (await as(person)).get(path))
        .json<MyApiKeysView>()
        .apiKeys.map(({ id }) => id)
        .sort();
    expect(await of('ben', MINE)).toEqual([ids.ben]);
    expect(await of('ada', MINE)).toEqual([ids.ada, ids.elsewhere].sort());
    expect(await of('ada', ACME)).toEqual([ids.organization, ids.ben, ids.ada].sort());
  });

  it('leave out what ended more than 90 days ago', async () => {
    const owned = database();
    await anApiKey(owned, { organization: 'acme', expiresAt: new Date(Date.now() - 91 * 86_400_000) });
    await anApiKey(owned, { organization: 'acme', name: 'Expired', expiresAt: new Date(Date.now() - 86_400_000) });
    const old = await anApiKey(owned, { organization: 'acme' });
    await owned.owner.query(
      "update api_key set revoked_at = now() - interval '91 days', revoked_reason = 'admin' where id = $1",
      [old.id],
    );
    const { apiKeys } = (await (await as('ada')).get(ACME)).json<OrganizationApiKeysView>();
    expect(apiKeys.map(({ name, state }) => [name, state])).toEqual([['Expired', 'expired']]);
  });
});

describe('revoking', () => {
  it('ends a person’s own key at once, with who did it, recorded once', async () => {
    const { id, key } = await anApiKey(database(), { organization: 'acme', person: 'ben' });
    const ben = await as('ben');
    const answers = [await ben.send('POST', `${MINE}/${id}/revoke`), await ben.send('POST', `${MINE}/${id}/revoke`)];
    for (const answer of answers) {
      expect(answer.json()).toMatchObject({
        apiKey: { id, state: 'revoked', revoked: { reason: 'owner', by: { name: 'Ben' } } },
      });
    }
    expect(await opens(key)).toBe(false);
    expect(await auditOf(database(), 'api_key.revoked')).toEqual([
      expect.objectContaining({ apiKeyId: id, userId: fixedId('user', 'ben'), details: { reason: 'owner' } }),
    ]);
  });

  it('by an admin ends the organization’s keys and those of members', async () => {
    const keys = [
      await anApiKey(database(), { organization: 'acme' }),
      await anApiKey(database(), { organization: 'acme', person: 'ben' }),
    ];
    const ada = await as('ada');
    for (const { id, key } of keys) {
      const answer = await ada.send('POST', `${ACME}/${id}/revoke`);
      expect(answer.json()).toMatchObject({ apiKey: { revoked: { reason: 'admin', by: { name: 'Ada' } } } });
      expect(await opens(key)).toBe(false);
    }
  });

  it('finds nothing of others: of another person, of another organization, of none', async () => {
    const owned = database();
    const of = {
      ada: await anApiKey(owned, { organization: 'acme', person: 'ada' }),
      organization: await anApiKey(owned, { organization: 'acme' }),
      globex: await anApiKey(owned, { organization: 'globex' }),
    };
    const [ada, ben] = [await as('ada'), await as('ben')];
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

describe('an API key', () => {
  it('opens nothing of the console: no list, no new key, no connection, no switch', async () => {
    const { key } = await anApiKey(database(), { organization: 'acme', scopes: ['manage:*'] });
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
      const answer = await app().inject({ method, url, headers, payload: '{}' });
      expect([url, answer.statusCode]).toEqual([url, 401]);
    }
  });
});
