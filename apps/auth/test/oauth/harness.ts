import { randomBytes } from 'node:crypto';
import { withQueries } from '@countersign/db/connections/transaction';
import { systemClock } from '@countersign/runtime/clock';
import { newId } from '@countersign/runtime/ids';
import { createLog } from '@countersign/runtime/log';
import type { AuthorizationServer } from '@countersign/testing/oauth-client';
import { TEST_SECRET_KEY, type TestDatabase } from '@countersign/testing/test-database';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type AuthDeps, buildApp } from '../../src/app.ts';
import { readAuthEnv } from '../../src/env.ts';
import { createInteractions } from '../../src/interactions/create-interactions.ts';
import { type ConsentDecision, ConsentRefused, type SignedIn } from '../../src/interactions/interactions.ts';
import { injectedFetch } from '../injected-fetch.ts';

export const AUTH_URL = 'https://auth.example.com';
export const MCP_URL = 'https://mcp.example.com';
export const CONSOLE_URL = 'https://console.example.com';

/** The app, and what its clients know of it. */
export type TestAuth = FastifyInstance & AuthorizationServer;

/**
 * The authorization server over a test database, reached by injection under its public names, so it needs no port. The added step of
 * an interaction drives the seam that the pages use, so that protocol tests do not depend on forms.
 */
export async function startAuth(
  database: TestDatabase,
  options: Partial<Pick<AuthDeps, 'clock' | 'fetchDocument'>> & {
    readonly trustProxy?: string;
    readonly secretKey?: string;
    readonly documents?: 'on' | 'off';
  } = {},
): Promise<TestAuth> {
  const env = readAuthEnv({
    AUTH_URL,
    MCP_URL,
    CONSOLE_URL,
    DATABASE_URL: database.controlUrl,
    SECRET_KEY: options.secretKey ?? TEST_SECRET_KEY,
    TRUST_PROXY: options.trustProxy ?? '',
    CLIENT_METADATA_DOCUMENTS: options.documents ?? 'on',
  });
  const clock = options.clock ?? systemClock;
  const log = createLog('auth', 'silent');
  const { fetchDocument } = options;
  const app = await buildApp({ env, pool: database.control, log, clock, ...(fetchDocument ? { fetchDocument } : {}) });
  const provider = app.provider.current;
  const seam = createInteractions({ provider, pool: database.control, clock, mcpUrl: MCP_URL });
  const answer = async (reply: FastifyReply, ended: Promise<unknown>) => {
    try {
      return reply.send({ value: (await ended) ?? null });
    } catch (error) {
      return reply.code(400).send({ refused: error instanceof ConsentRefused ? error.missing : String(error) });
    }
  };
  app.post('/oauth/interaction/:uid/test', async (request: FastifyRequest, reply) => {
    const step = request.body as
      | { step: 'find' }
      | { step: 'signedIn'; userId: string }
      | { step: 'allow'; decision: ConsentDecision }
      | { step: 'deny'; description: string };
    switch (step.step) {
      case 'find':
        return answer(reply, seam.find(request, reply));
      case 'signedIn':
        return answer(
          reply,
          signInThere(database, step.userId).then((login) => seam.signedIn(request, reply, login)),
        );
      case 'allow':
        return answer(reply, seam.allow(request, reply, step.decision));
      case 'deny':
        return answer(reply, seam.deny(request, reply, step.description));
    }
  });
  await app.ready();
  return Object.assign(app, { url: AUTH_URL, fetch: injectedFetch(app) });
}

/** The login session in which somebody says that they go on. */
async function signInThere({ owner }: TestDatabase, userId: string): Promise<SignedIn> {
  const loginSessionId = newId();
  const row = {
    id: loginSessionId,
    idHash: randomBytes(32),
    userId,
    expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
  };
  await withQueries(owner, (db) => db.insertInto('loginSession').values(row).execute());
  return { userId, loginSessionId, provedAt: new Date().toISOString() };
}

/** A value for `state` and other things a client makes up. */
export const random = () => randomBytes(16).toString('base64url');
