import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApiKey } from '@countersign/access/keys/create-api-key';
import type { AuditAction } from '@countersign/contracts/audit-event';
import type { SessionView } from '@countersign/contracts/console-api';
import { transaction, withQueries } from '@countersign/db/connections/transaction';
import { fixedId, newId } from '@countersign/runtime/ids';
import { createLog } from '@countersign/runtime/log';
import { createTestDatabase, TEST_SECRET_KEY, type TestDatabase } from '@countersign/testing/test-database';
import type { FastifyInstance, InjectOptions } from 'fastify';
import { buildApp } from '../src/app.ts';
import type { ConsoleEnv } from '../src/env.ts';
import { startConsoleSession } from '../src/server/session/console-session.ts';

export const CONSOLE_URL = 'http://localhost:4002';
export const PAGE = '<!doctype html><html><meta property="csp-nonce" nonce="NONCE_OF_THE_RESPONSE"></html>';

/** The console over a demo database of its own, with a stand-in for the built page. */
export async function startConsole(
  settings: Partial<ConsoleEnv> = {},
  build: (webDirectory: string) => Promise<void> = async () => {},
) {
  const database = await createTestDatabase('demo');
  const webDirectory = await mkdtemp(join(tmpdir(), 'countersign-pages-'));
  await writeFile(join(webDirectory, 'index.html'), PAGE);
  await build(webDirectory);
  let now = new Date();
  const app = await buildApp({
    env: {
      authUrl: 'http://localhost:4000',
      mcpUrl: 'http://localhost:4001',
      consoleUrl: CONSOLE_URL,
      secretKey: TEST_SECRET_KEY,
      trustProxy: [],
      metricsToken: undefined,
      mailFolder: null,
      ...settings,
    },
    pool: database.control,
    toolsPool: database.tools,
    log: createLog('console', 'silent'),
    clock: () => now,
    webDirectory,
  });
  return {
    app,
    database,
    webDirectory,
    pass: (seconds: number) => {
      now = new Date(now.getTime() + seconds * 1000);
    },
    as: (person: string) => browserOf(app, database, person),
    close: async () => {
      await app.close();
      await rm(webDirectory, { recursive: true });
      await database.drop();
    },
  };
}

/** A browser that is signed in as one of the demo people. */
async function browserOf(app: FastifyInstance, database: TestDatabase, person: string) {
  const loginSessionId = await aLoginSession(database, person);
  const sessionId = await transaction(database.control, (db) =>
    startConsoleSession(db, {
      userId: fixedId('user', person),
      loginSessionId,
      now: new Date(),
      replaces: undefined,
      address: '192.0.2.7',
      userAgent: 'test',
    }),
  );
  if (!sessionId) throw new Error('The login session has just been made.');
  const cookies = { countersign_console: sessionId };
  const get = (url: string) => app.inject({ url, cookies });
  const { csrfToken } = (await get('/api/session')).json<SessionView>();
  const headers = { origin: CONSOLE_URL, 'x-csrf-token': csrfToken, 'content-type': 'application/json' };
  const send = (method: 'POST' | 'PATCH' | 'PUT', url: string, body: object = {}, rest: InjectOptions = {}) =>
    app.inject({ method, url, cookies, headers, payload: JSON.stringify(body), ...rest });
  return { sessionId, loginSessionId, headers, get, send };
}

/** A browser signed in at the authorization server; answers its id. */
export async function aLoginSession(
  { owner }: TestDatabase,
  person: string,
  row: { readonly userAgent?: string; readonly expiresAt?: string } = {},
): Promise<string> {
  const id = newId();
  await withQueries(owner, (db) =>
    db
      .insertInto('loginSession')
      .values({
        id,
        idHash: randomBytes(32),
        userId: fixedId('user', person),
        address: '192.0.2.7',
        userAgent: 'test',
        expiresAt: new Date(Date.now() + 12 * 3_600_000).toISOString(),
        ...row,
      })
      .execute(),
  );
  return id;
}

/** A wish as the refusal page would leave it; answers its id. */
export async function aRequest(
  { owner }: TestDatabase,
  { person, organization, billing = false }: { person: string; organization: string; billing?: boolean },
) {
  const id = newId();
  await withQueries(owner, (db) =>
    db
      .insertInto('writeAccessRequest')
      .values({
        id,
        organizationId: fixedId('organization', organization),
        userId: fixedId('user', person),
        clientId: 'client',
        clientName: 'Claude',
        billing,
      })
      .execute(),
  );
  return id;
}

/** What the audit says of these actions, the oldest first. */
export async function auditOf({ owner }: TestDatabase, ...actions: AuditAction[]) {
  return withQueries(owner, (db) =>
    db.selectFrom('auditEvent').selectAll().where('action', 'in', actions).orderBy('at').orderBy('id').execute(),
  );
}

interface ConnectionSeed {
  readonly person: string;
  readonly organization: string;
  readonly approved?: readonly string[];
  readonly team?: string;
  /** One of its own unless told: as clients that register themselves have it. */
  readonly clientId?: string;
  readonly clientName?: string;
  readonly clientHost?: string | null;
  readonly expiresAt?: Date;
  readonly activated?: boolean;
  /** The connector URL it was made at. */
  readonly resource?: string;
}

/** A connection as consent would leave it; answers its id and its grant's. */
export async function aConnection({ owner }: TestDatabase, seed: ConnectionSeed) {
  const [id, grantId] = [newId(), randomBytes(12).toString('hex')];
  await transaction(owner, async (db) => {
    await db
      .insertInto('connection')
      .values({
        id,
        grantId,
        clientId: seed.clientId ?? `client-${grantId}`,
        clientName: seed.clientName ?? 'Claude',
        clientHost: seed.clientHost === undefined ? 'claude.ai' : seed.clientHost,
        redirectHost: seed.clientHost ?? 'localhost',
        userId: fixedId('user', seed.person),
        organizationId: fixedId('organization', seed.organization),
        teamId: seed.team ? fixedId('team', seed.organization, seed.team) : null,
        resource: seed.resource ?? 'http://localhost:4001/mcp',
        requested: [...(seed.approved ?? ['mcp:read'])],
        approved: [...(seed.approved ?? ['mcp:read'])],
        activatedAt: seed.activated === false ? null : new Date().toISOString(),
        expiresAt: (seed.expiresAt ?? new Date(Date.now() + 86_400_000)).toISOString(),
      })
      .execute();
    await db
      .insertInto('oidcPayload')
      .values({ model: 'RefreshToken', idHash: randomBytes(32), payload: '{}', grantId })
      .execute();
  });
  return { id, grantId };
}

interface KeySeed {
  readonly organization: string;
  /** Makes it a personal key. */
  readonly person?: string;
  readonly name?: string;
  readonly scopes?: readonly string[];
  readonly expiresAt?: Date;
}

/** An API key that is there already; answers its id and the key itself. */
export function anApiKey({ owner }: TestDatabase, seed: KeySeed) {
  const { organization, person, name = 'Nightly report', scopes = ['read:*'], expiresAt } = seed;
  return transaction(owner, (db) =>
    createApiKey(db, {
      kind: person ? 'personal' : 'organization',
      organizationId: fixedId('organization', organization),
      userId: person ? fixedId('user', person) : null,
      name,
      scopes,
      expiresAt: expiresAt?.toISOString() ?? null,
      createdBy: fixedId('user', person ?? 'ada'),
    }),
  );
}

/** How a connection comes before the gate of the resource server. */
export function atTheGate(connectionId: string) {
  return { principal: { kind: 'connection', connectionId }, address: '192.0.2.7' } as const;
}

/** Resolves when some transaction of this database waits for a lock. */
export async function lockWaiter({ owner }: TestDatabase): Promise<void> {
  for (;;) {
    const { rows } = await owner.query(
      "select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()",
    );
    if (rows.length > 0) return;
  }
}
