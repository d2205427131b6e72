import { systemClock } from '@countersign/runtime/clock';
import { fixedId } from '@countersign/runtime/ids';
import { createLog } from '@countersign/runtime/log';
import { freePort } from '@countersign/testing/free-port';
import { connectClient, renew } from '@countersign/testing/oauth-flow';
import { Person } from '@countersign/testing/person';
import { TEST_SECRET_KEY } from '@countersign/testing/test-database';
import { useTestDatabase } from '@countersign/testing/use-test-database';
import type { FastifyInstance } from 'fastify';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildApp } from '../../src/app.ts';
import { readAuthEnv } from '../../src/env.ts';

const MCP_URL = 'http://localhost:4001';

const database = useTestDatabase('demo');
let app: FastifyInstance;
let issuer: string;
beforeAll(async () => {
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
afterAll(() => app?.close());

test('a client that knows only two addresses connects through the pages, and renews', async () => {
  const connected = await connectClient({
    issuer,
    resource: `${MCP_URL}/mcp`,
    person: new Person('ada'),
    choice: { organization: 'Acme Studio', write: true },
  });
  expect(decodeJwt(connected.tokens.access_token)).toMatchObject({
    iss: issuer,
    aud: `${MCP_URL}/mcp`,
    org_id: fixedId('organization', 'acme'),
    scope: 'mcp:read mcp:write',
  });
  expect(await renew(connected)).toMatchObject({ status: 200, body: { scope: 'mcp:read mcp:write' } });
});

test('a connector address of one organization needs no choice', async () => {
  const resource = `${MCP_URL}/mcp/o/initech`;
  const { tokens } = await connectClient({ issuer, resource, person: new Person('ada') });
  expect(decodeJwt(tokens.access_token)).toMatchObject({ aud: resource, scope: 'mcp:read' });
});

test('a person who cancels sends the client away with access_denied', async () => {
  const resource = `${MCP_URL}/mcp`;
  const cancelled = connectClient({ issuer, resource, person: new Person('ada'), choice: { decision: 'Cancel' } });
  await expect(cancelled).rejects.toThrow('access_denied');
});

test('writing where it is off ends at a page that says so', async () => {
  const resource = `${MCP_URL}/mcp`;
  const choice = { organization: 'Globex', write: true };
  await expect(connectClient({ issuer, resource, person: new Person('ada'), choice })).rejects.toThrow('Globex');
});
