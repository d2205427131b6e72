import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { readAuthEnv } from '@countersign/auth/env';
import { readConsoleEnv } from '@countersign/console/env';
import { readSettings as readMcpSettings } from '@countersign/mcp/env';
import { EnvError } from '@countersign/runtime/env';
import { freePort } from '@countersign/testing/free-port';
import { inheritedEnv } from '@countersign/testing/inherited-env';
import { TEST_SECRET_KEY } from '@countersign/testing/test-database';
import { useTestDatabase } from '@countersign/testing/use-test-database';
import { readSettings as readWorkerSettings } from '@countersign/worker/env';
import { beforeAll, describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');

const APPS = {
  auth: { port: 'AUTH_PORT', login: 'controlUrl', other: 'toolsUrl', secretKey: true },
  mcp: { port: 'MCP_PORT', login: 'toolsUrl', other: 'controlUrl', secretKey: false },
  console: { port: 'CONSOLE_PORT', login: 'controlUrl', other: 'toolsUrl', secretKey: true },
  worker: { port: 'WORKER_PORT', login: 'jobsUrl', other: 'controlUrl', secretKey: true },
} as const;
type AppName = keyof typeof APPS;

/** What each app reads its settings with, before it does anything else. */
const READERS: Readonly<Record<AppName, (source: NodeJS.ProcessEnv) => unknown>> = {
  auth: readAuthEnv,
  mcp: readMcpSettings,
  console: readConsoleEnv,
  worker: readWorkerSettings,
};

const PUBLIC = {
  AUTH_URL: 'https://auth.example.com',
  MCP_URL: 'https://mcp.example.com',
  CONSOLE_URL: 'https://console.example.com',
};
const HTTP = { NODE_ENV: 'production', AUTH_URL: 'http://localhost:4000' };

const database = useTestDatabase('demo');
let nowhere: string;
beforeAll(async () => {
  nowhere = withPart(database.controlUrl, 'port', '1');
});

function withPart(address: string, part: 'port' | 'password' | 'pathname', value: string): string {
  const url = new URL(address);
  url[part] = value;
  return url.href;
}

/** What an app needs to start, and what else is set. */
async function settingsOf(app: AppName, others: Record<string, string>): Promise<Record<string, string>> {
  return {
    LOG_LEVEL: 'info',
    [APPS[app].port]: String(await freePort()),
    DATABASE_URL: database[APPS[app].login],
    ...(APPS[app].secretKey && { SECRET_KEY: TEST_SECRET_KEY }),
    ...(app === 'console' && { TOOLS_DATABASE_URL: database.toolsUrl }),
    ...others,
  };
}

/** Runs an app with these settings until it ends, or until it listens, which fails. */
async function refusal(app: AppName, others: Record<string, string>) {
  const child = spawn(process.execPath, [`apps/${app}/src/main.ts`], {
    cwd: ROOT,
    env: { ...inheritedEnv(), ...(await settingsOf(app, others)) },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 20_000,
  });
  const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { listened: out.includes('listening'), code, err };
}

type Case = readonly [why: string, settings: () => Record<string, string>, message: string, apps?: readonly AppName[]];
const KEYED = ['auth', 'console', 'worker'] as const;

/** What only a start can see, and one setting that a reader refuses. */
const AT_START: readonly Case[] = [
  ['the database is not named', () => ({ DATABASE_URL: '' }), 'DATABASE_URL: is not set. Give a PostgreSQL address'],
  [
    'the database does not answer',
    () => ({ DATABASE_URL: nowhere }),
    'DATABASE_URL: no PostgreSQL answers at 127.0.0.1:1. Start it there',
  ],
  [
    'the database refuses the password',
    () => ({ DATABASE_URL: withPart(database.controlUrl, 'password', 'guessed') }),
    'with this password. Correct the address',
    ['auth'],
  ],
  [
    'there is no such database',
    () => ({ DATABASE_URL: withPart(database.controlUrl, 'pathname', '/elsewhere') }),
    'has no database elsewhere. Correct the address',
    ['auth'],
  ],
  [
    'the database of the records does not answer',
    () => ({ TOOLS_DATABASE_URL: nowhere }),
    'TOOLS_DATABASE_URL: no PostgreSQL answers at 127.0.0.1:1. Start it there',
    ['console'],
  ],
  [
    'the database is reached as its owner',
    () => ({ DATABASE_URL: database.ownerUrl }),
    'DATABASE_URL: row-level security does not bind this role. Give the login',
  ],
  ['the address to listen on is not here', () => ({ HOST: '192.0.2.1' }), 'HOST: is not an address of this machine'],
];

/** What is refused before anything is tried. */
const READ: readonly Case[] = [
  ['the database is another product', () => ({ DATABASE_URL: 'mysql://db/x' }), 'DATABASE_URL: is not a PostgreSQL'],
  [
    'the secret key is missing',
    () => ({ SECRET_KEY: '' }),
    'SECRET_KEY: is not set. Make one with: openssl rand',
    KEYED,
  ],
  ['the secret key is short', () => ({ SECRET_KEY: 'hunter2' }), 'SECRET_KEY: is too weak', KEYED],
  [
    'the secret key is a long text',
    () => ({ SECRET_KEY: 'correct horse battery staple correct horse battery staple' }),
    'SECRET_KEY: is too weak',
    KEYED,
  ],
  [
    'the secret key is a repeated pattern',
    () => ({ SECRET_KEY: Buffer.alloc(64, 'ab').toString('base64') }),
    'SECRET_KEY: is too weak',
    KEYED,
  ],
  [
    'the previous secret key is the present one',
    () => ({ SECRET_KEY_PREVIOUS: TEST_SECRET_KEY }),
    'SECRET_KEY_PREVIOUS: is the same as SECRET_KEY',
    KEYED,
  ],
  [
    'jobs would be tried again without an end',
    () => ({ JOB_RETRIES: '1000' }),
    'JOB_RETRIES: must be a number from 0 to 20',
    ['worker'],
  ],
  [
    'a public address is http',
    () => ({ ...PUBLIC, MCP_URL: 'http://mcp.example.com' }),
    'MCP_URL: must be https, unless the host is localhost',
  ],
  [
    'a public address has a path',
    () => ({ ...PUBLIC, AUTH_URL: 'https://example.com/auth' }),
    'AUTH_URL: must be an origin only',
  ],
  [
    'only some addresses are public',
    () => ({ ...PUBLIC, CONSOLE_URL: '' }),
    'CONSOLE_URL: must be https as AUTH_URL is',
  ],
  [
    'two apps have one address',
    () => ({ ...PUBLIC, CONSOLE_URL: PUBLIC.AUTH_URL }),
    'CONSOLE_URL: is the same as AUTH_URL. Give each app',
  ],
  ['production is on http', () => HTTP, 'AUTH_URL: must be https where NODE_ENV is production'],
  ['production has no address', () => ({ NODE_ENV: 'production' }), 'AUTH_URL: is not set, and NODE_ENV is production'],
  ['the proxies are no ranges', () => ({ TRUST_PROXY: 'true' }), 'TRUST_PROXY: must be addresses or CIDR ranges'],
  ['the log level is unknown', () => ({ LOG_LEVEL: 'loud' }), 'LOG_LEVEL: must be one of trace, debug'],
  ['the metrics token is weak', () => ({ METRICS_TOKEN: 'prometheus' }), 'METRICS_TOKEN: is too weak'],
  ['the drain delay is no number', () => ({ DRAIN_SECONDS: 'soon' }), 'DRAIN_SECONDS: must be a number of seconds'],
  [
    'the collector is no address',
    () => ({ OTEL_EXPORTER_OTLP_ENDPOINT: 'collector' }),
    'OTEL_EXPORTER_OTLP_ENDPOINT: must be the address',
  ],
];

const rows = (cases: readonly Case[]) =>
  (Object.keys(APPS) as AppName[]).flatMap((app) =>
    cases.flatMap(([why, settings, message, apps]) =>
      (apps?.includes(app) ?? true) ? [{ app, why, settings, message }] : [],
    ),
  );

describe('a wrong setting', () => {
  it.each(rows(READ))('is refused by $app in one line when $why', async ({ app, settings, message }) => {
    const right = await settingsOf(app, {});
    READERS[app](right);
    const reading = () => READERS[app]({ ...right, ...settings() });
    expect(reading).toThrow(EnvError);
    expect(reading).toThrow(message);
    expect(reading).not.toThrow('\n');
  });
});

describe('a start with a wrong setting', () => {
  it.each(rows(AT_START))('is refused by $app in one line when $why', async ({ app, settings, message }) => {
    const { listened, code, err } = await refusal(app, settings());
    expect(err).toContain(message);
    expect(err.trimEnd().split('\n')).toHaveLength(1);
    expect({ listened, code }).toEqual({ listened: false, code: 1 });
  });

  it.each(Object.keys(APPS) as AppName[])('is refused by %s with the login of another app', async (app) => {
    const { err } = await refusal(app, { DATABASE_URL: database[APPS[app].other] });
    expect(err).toMatch(/^DATABASE_URL: this role is no member of countersign_(control|tools|jobs)\. Give the login/);
  });

  it.each(Object.keys(APPS) as AppName[])('is refused by %s on a port in use', async (app) => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as { port: number };
    const { err } = await refusal(app, { [APPS[app].port]: String(port) });
    taken.close();
    expect(err).toBe(`${APPS[app].port}: the port is in use. Stop what uses it, or set another one\n`);
  });
});
