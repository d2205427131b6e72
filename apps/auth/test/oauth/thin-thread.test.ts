import { createTestDatabase, type TestDatabase } from '@countersign/testing/test-database';
import type { FastifyInstance } from 'fastify';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { AUTH_URL, MCP_URL, startAuth } from './harness.ts';
import { connect, refresh, registerPublic, type Tokens } from './oauth-client.ts';

let database: TestDatabase;
let app: FastifyInstance;
beforeAll(async () => {
  database = await createTestDatabase('demo');
  app = await startAuth(database);
});
afterAll(async () => {
  await app?.close();
  await database?.drop();
});

test('a registered client gets a token for one organization and renews it', async () => {
  const clientId = await registerPublic(app);
  const tokens = await connect(app, { clientId });
  expect(decodeProtectedHeader(tokens.access_token)).toMatchObject({ typ: 'at+jwt', alg: 'ES256' });
  expect(decodeJwt(tokens.access_token)).toMatchObject({
    iss: AUTH_URL,
    aud: `${MCP_URL}/mcp`,
    scope: 'mcp:read mcp:write',
  });
  const renewed = await refresh(app, clientId, tokens.refresh_token);
  expect(renewed.json<Tokens>().scope).toBe('mcp:read mcp:write');
});
