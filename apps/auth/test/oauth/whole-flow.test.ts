import { systemClock } from '@countersign/runtime/clock';
import { fixedId } from '@countersign/runtime/ids';
import { createLog } from '@countersign/runtime/log';
import { connectClient, renew } from '@countersign/testing/oauth-flow';
import { createTestDatabase, TEST_SECRET_KEY, type TestDatabase } from '@countersign/testing/test-database';
import type { FastifyInstance } from 'fastify';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildApp } from '../../src/app.ts';
import { readAuthEnv } from '../../src/env.ts';
import { freePort, MCP_URL } from './harness.ts';

let database: TestDatabase;
let app: FastifyInstance;
let issuer: string;
beforeAll(async () => {
  database = await createTestDatabase('demo');
  const port = await freePort();
  issuer = `http://127.0.0.1:${port}`;
  const env = readAuthEnv({
    AUTH_URL: issuer,
    MCP_URL,
    DATABASE_URL: database.controlUrl,
    SECRET_KEY: TEST_SECRET_KEY,
  });
  app = await buildApp({ env, pool: database.control, log: createLog('auth', 'silent'), clock: systemClock });
  await app.listen({ port, host: '127.0.0.1' });
});
afterAll(async () => {
  await app?.close();
  await database?.drop();
});

const person = { email: 'ada@example.test', password: 'countersign-demo' };

test('a client that knows only two addresses connects through the pages, and renews', async () => {
  const connected = await connectClient({
    issuer,
    resource: `${MCP_URL}/mcp`,
    ...person,
    organization: 'acme',
    write: true,
  });
  expect(decodeJwt(connected.tokens.access_token)).toMatchObject({
    iss: issuer,
    aud: `${MCP_URL}/mcp`,
    org_id: fixedId('organization', 'acme'),
    scope: 'mcp:read mcp:write',
  });
  expect(await renew(connected)).toMatchObject({ status: 200, scope: 'mcp:read mcp:write' });
});

test('a connector address of one organization needs no choice', async () => {
  const resource = `${MCP_URL}/mcp/o/initech`;
  const { tokens } = await connectClient({ issuer, resource, ...person });
  expect(decodeJwt(tokens.access_token)).toMatchObject({ aud: resource, scope: 'mcp:read' });
});

test('a person who cancels sends the client away with access_denied', async () => {
  const resource = `${MCP_URL}/mcp`;
  await expect(connectClient({ issuer, resource, ...person, decision: 'Cancel' })).rejects.toThrow('access_denied');
});

test('writing where it is off ends at a page that says so', async () => {
  const resource = `${MCP_URL}/mcp`;
  await expect(connectClient({ issuer, resource, ...person, organization: 'globex', write: true })).rejects.toThrow(
    'Globex',
  );
});
