import { withQueries } from '@countersign/db/connections/transaction';
import { register } from '@countersign/testing/oauth-client';
import { describe, expect, test } from 'vitest';
import { ACCEPTED, HTTPS, PUBLIC, REFUSED } from './registration-bodies.ts';
import { useAuth } from './use-auth.ts';

const { app, database } = useAuth();

describe('dynamic registration', () => {
  test.each(ACCEPTED)('accepts %s', async (_who, body, answer) => {
    const response = await register(app(), body);
    expect(response.body).toMatchObject(answer);
    expect(response.status).toBe(201);
    const { client_secret: secret, token_endpoint_auth_method: method } = response.body;
    expect(typeof secret === 'string').toBe(method !== 'none');
  });

  test.each(REFUSED)('refuses %s', async (_why, body, error) => {
    const response = await register(app(), body);
    expect(response.body).toMatchObject({ error });
    expect(response.status).toBe(400);
    expect(response.body.error_description).toMatch(/^[\x20-\x21\x23-\x5b\x5d-\x7e]+$/);
  });

  test('keeps no address that anything could be fetched from', async () => {
    const unused = {
      jwks_uri: 'https://keys.example.com/jwks',
      sector_identifier_uri: 'https://sector.example.com/',
      initiate_login_uri: 'https://login.example.com/',
      request_uris: ['https://request.example.com/'],
      backchannel_logout_uri: 'https://logout.example.com/',
      post_logout_redirect_uris: ['https://logout.example.com/'],
    };
    const response = await register(app(), { redirect_uris: HTTPS, ...PUBLIC, ...unused });
    expect(response.status).toBe(201);
    for (const name of Object.keys(unused)) expect(response.body).not.toHaveProperty(name);
  });

  test.each(['{', '[]', '"x"', ''])('answers a body that is no object (%j) with 400', async (payload) => {
    const headers = { 'content-type': 'application/json' };
    const response = await app().inject({ method: 'POST', url: '/oauth/register', headers, payload });
    expect(response.statusCode).toBe(400);
    expect(response.json()).toHaveProperty('error');
  });

  test('is recorded with its address and user agent, and the secret is stored sealed', async () => {
    const body = { client_name: 'Recorded', redirect_uris: HTTPS };
    const headers = { 'user-agent': 'recorder/1' };
    const response = await app().inject({ method: 'POST', url: '/oauth/register', payload: body, headers });
    const { client_id: id, client_secret: secret } = response.json<{ client_id: string; client_secret: string }>();
    const { event, stored } = await withQueries(database.owner, async (db) => ({
      event: await db.selectFrom('auditEvent').selectAll().where('clientId', '=', id).executeTakeFirst(),
      stored: await db.selectFrom('client').selectAll().where('id', '=', id).executeTakeFirst(),
    }));
    expect(event).toMatchObject({ action: 'client.registered', userAgent: 'recorder/1', address: '127.0.0.1' });
    expect(stored?.secretSealed).toBeInstanceOf(Buffer);
    expect(JSON.stringify(stored)).not.toContain(secret);
    expect(stored?.secretSealed?.includes(secret)).toBe(false);
  });
});
