import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createPool } from '@countersign/db/connections/pool';
import { type EmbeddedDatabase, startEmbeddedDatabase } from '@countersign/db/server/embedded';
import { freePort } from '@countersign/testing/free-port';
import { TEST_SECRET_KEY } from '@countersign/testing/test-database';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type AppName, startApp } from '../house.ts';
import { appPorts, npmStart } from '../npm-start.ts';

const run = promisify(execFile);
const ROOT = join(import.meta.dirname, '../..');

/** A PostgreSQL of its own, in which there are no roles of ours yet, and an owner who is no superuser. */
let home: string;
let cluster: EmbeddedDatabase;
let ownerUrl: string;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'countersign-first-'));
  const password = randomBytes(16).toString('hex');
  cluster = await startEmbeddedDatabase({ directory: join(home, 'postgres'), password, throwAway: true });
  const superuser = createPool(cluster.url('postgres'), { applicationName: 'test' });
  await superuser.query(`create role countersign login createrole password '${password}'`);
  await superuser.query('create database countersign owner countersign');
  await superuser.end();
  const url = new URL(cluster.url('countersign'));
  url.username = 'countersign';
  ownerUrl = url.href;
});
afterAll(async () => {
  await cluster?.stop();
  await rm(home, { recursive: true, force: true });
});

/** What each app is told, as `db:migrate` prints it. */
async function migrated(): Promise<Record<AppName, Record<string, string>>> {
  const { stdout } = await run(process.execPath, ['scripts/migrate.ts', '--logins'], {
    cwd: ROOT,
    env: { PATH: process.env['PATH'], DATABASE_URL: ownerUrl, SECRET_KEY: TEST_SECRET_KEY },
  });
  const parts = stdout.split(/^# (\w+)\n/m).slice(1);
  const apps = parts.flatMap((name, index) =>
    index % 2 === 0 ? [[name, Object.fromEntries(settingsIn(parts[index + 1] ?? ''))]] : [],
  );
  return Object.fromEntries(apps) as Record<AppName, Record<string, string>>;
}

function settingsIn(text: string): [string, string][] {
  return text.split('\n').flatMap((line): [string, string][] => {
    const [, name, value] = /^(\w+)=(.+)$/.exec(line) ?? [];
    return name && value ? [[name, value]] : [];
  });
}

it('on an empty database two of everything come up that start at the same moment: db:migrate, then each app', async () => {
  const [logins, sameLogins] = await Promise.all([migrated(), migrated()]);
  expect(sameLogins).toEqual(logins);
  const common = {
    NODE_ENV: 'production',
    AUTH_URL: 'https://auth.example.com',
    MCP_URL: 'https://mcp.example.com',
    CONSOLE_URL: 'https://console.example.com',
    SECRET_KEY: TEST_SECRET_KEY,
    DATA_DIR: home,
    LOG_LEVEL: 'error',
  };
  const start = async (app: AppName) => {
    const port = await freePort();
    return startApp(app, { ...common, ...logins[app], [`${app.toUpperCase()}_PORT`]: String(port) }, port);
  };
  for (const app of ['auth', 'mcp', 'console', 'worker'] as const) {
    const pair = await Promise.all([start(app), start(app)]);
    expect(await Promise.all(pair.map((one) => one.stop()))).toEqual([0, 0]);
    expect(pair.map((one) => one.output())).toEqual(['', '']);
  }
});

it('npm start works on an empty database of one’s own, as its owner who is no superuser: the demo data, then the apps', async () => {
  const superuser = createPool(cluster.url('postgres'), { applicationName: 'test' });
  await superuser.query('create database own owner countersign');
  await superuser.end();
  const own = new URL(ownerUrl);
  own.pathname = '/own';
  const ports = await appPorts();
  const started = npmStart({ ...ports, DATA_DIR: join(home, 'own'), DATABASE_URL: own.href });
  try {
    expect(await started.ready).toMatch(/ada@example\.test +Acme Studio: owner/);
    for (const port of Object.values(ports)) {
      expect((await fetch(`http://localhost:${port}/readyz`)).status).toBe(200);
    }
  } finally {
    started.child.kill('SIGINT');
    await started.ended;
  }
});
