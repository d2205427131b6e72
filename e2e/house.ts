import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '@countersign/testing/free-port';
import { inheritedEnv } from '@countersign/testing/inherited-env';
import { createTestDatabase, TEST_SECRET_KEY, type TestDatabase } from '@countersign/testing/test-database';

const ROOT = join(import.meta.dirname, '..');
const READY_WITHIN_MS = 60_000;

export type AppName = 'auth' | 'mcp' | 'console' | 'worker';

/** One app as the operating system sees it: a process of its own, on a port of its own. */
export interface AppProcess {
  readonly url: string;
  /** What it printed, for a test that failed and for tests that look for secrets in it. */
  readonly output: () => string;
  /** SIGKILL: no chance to tidy up. */
  readonly kill: () => Promise<void>;
  /** Starts it again on its port, after its end. */
  readonly again: () => Promise<AppProcess>;
  /** SIGTERM, as an operator stops it; its exit code. */
  readonly stop: () => Promise<number | null>;
}

/** The whole product on one database: the demo data, and each app as a real process. */
export interface House {
  readonly database: TestDatabase;
  readonly urls: Record<AppName, string>;
  readonly apps: Record<AppName, AppProcess>;
  /** Starts an app again on its port, after its end, perhaps with other settings. */
  readonly restart: (app: AppName, settings?: Record<string, string>) => Promise<AppProcess>;
  /** Another process of an app behind the same public address, on a port of its own. */
  readonly replica: (app: AppName) => Promise<AppProcess>;
  /** The letters that were delivered, as they would travel, oldest first. */
  readonly letters: () => Promise<string[]>;
  readonly close: () => Promise<void>;
}

/** The addresses under which the apps reach their database. */
export type DatabaseAddresses = Pick<TestDatabase, 'controlUrl' | 'toolsUrl' | 'jobsUrl'>;

/** `front` gives the public addresses when a proxy stands in front of the apps; `reach` what stands between them and the database. */
export async function openHouse(
  settings: Record<string, string> = {},
  front: Partial<Record<AppName, string>> = {},
  reach: (database: TestDatabase) => Promise<DatabaseAddresses> = async (database) => database,
): Promise<House> {
  const database = await createTestDatabase('demo');
  const { controlUrl, toolsUrl, jobsUrl } = await reach(database);
  const ports = { auth: await freePort(), mcp: await freePort(), console: await freePort(), worker: await freePort() };
  const urls = {
    auth: `http://localhost:${ports.auth}`,
    mcp: `http://localhost:${ports.mcp}`,
    console: `http://localhost:${ports.console}`,
    worker: `http://localhost:${ports.worker}`,
    ...front,
  };
  const addresses = {
    auth: controlUrl,
    mcp: toolsUrl,
    console: controlUrl,
    worker: jobsUrl,
  };
  const dataFolder = await mkdtemp(join(tmpdir(), 'countersign-house-'));
  const running = new Set<AppProcess>();

  const start = async (app: AppName, port: number, others = {}): Promise<AppProcess> => {
    const process = await startApp(
      app,
      {
        LOG_LEVEL: 'info',
        ...settings,
        [`${app.toUpperCase()}_PORT`]: String(port),
        AUTH_URL: urls.auth,
        MCP_URL: urls.mcp,
        CONSOLE_URL: urls.console,
        DATABASE_URL: addresses[app],
        ...(app === 'console' && { TOOLS_DATABASE_URL: toolsUrl }),
        SECRET_KEY: TEST_SECRET_KEY,
        DATA_DIR: dataFolder,
        ...others,
      },
      port,
    );
    const started = { ...process, again: () => start(app, port, others) };
    running.add(started);
    return started;
  };

  const [auth, mcp, console, worker] = await Promise.all([
    start('auth', ports.auth),
    start('mcp', ports.mcp),
    start('console', ports.console),
    start('worker', ports.worker),
  ]);
  const apps = { auth, mcp, console, worker };
  return {
    database,
    urls,
    apps,
    restart: async (app, others) => {
      apps[app] = await start(app, ports[app], others);
      return apps[app];
    },
    replica: async (app) => start(app, await freePort()),
    letters: async () => {
      const folder = join(dataFolder, 'mail');
      const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.eml')).sort();
      return Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
    },
    close: async () => {
      await Promise.all([...running].map((app) => app.stop()));
      await database.drop();
      await rm(dataFolder, { recursive: true, force: true });
    },
  };
}

type Started = Omit<AppProcess, 'again'>;

/** Starts an app with these settings and nothing else; resolves when it is ready. */
export async function startApp(app: AppName, settings: Record<string, string>, port: number): Promise<Started> {
  const child = spawn(process.execPath, [`apps/${app}/src/main.ts`], {
    cwd: ROOT,
    env: { ...inheritedEnv(), ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  const url = `http://localhost:${port}`;
  const end = async (signal: 'SIGKILL' | 'SIGTERM') => {
    if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
    return child.exitCode;
  };
  await untilReady(child, `${url}/readyz`, () => `${app} did not become ready:\n${output}`);
  return { url, output: () => output, kill: async () => void (await end('SIGKILL')), stop: () => end('SIGTERM') };
}

async function untilReady(child: ChildProcess, url: string, failure: () => string): Promise<void> {
  const deadline = Date.now() + READY_WITHIN_MS;
  while (Date.now() < deadline && child.exitCode === null) {
    const ready = await fetch(url).then(
      (response) => response.ok,
      () => false,
    );
    if (ready) return;
    await new Promise((wake) => setTimeout(wake, 50));
  }
  child.kill('SIGKILL');
  throw new Error(failure());
}
