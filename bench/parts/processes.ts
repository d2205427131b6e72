import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '@countersign/testing/free-port';
import { type BenchCluster, type BenchDatabase, SECRET_KEY } from '../bench-database.ts';
import { quantile } from '../rounds.ts';
import { markdownTable } from '../table.ts';

const ROOT = join(import.meta.dirname, '../..');
const STARTS = 3;
const APPS = ['auth', 'mcp', 'console', 'worker'] as const;
type App = (typeof APPS)[number];

/** What one process of each app takes: memory once it is ready, and the time from its start to then. Medians of three starts. */
export async function processes(cluster: BenchCluster): Promise<string> {
  const database = await cluster.createDatabase();
  const rows: string[][] = [];
  for (const app of APPS) {
    const starts: Started[] = [];
    for (let start = 0; start < STARTS; start += 1) starts.push(await startOnce(app, database));
    const median = (of: (start: Started) => number) => quantile(starts.map(of), 0.5).toFixed(0);
    rows.push([
      `i. \`apps/${app}\``,
      `${median(({ readyMs }) => readyMs)} ms`,
      `${median(({ residentMb }) => residentMb)} MB`,
    ]);
  }
  await database.close();
  return markdownTable(['', 'start to ready', 'resident memory then'], rows);
}

interface Started {
  readonly readyMs: number;
  readonly residentMb: number;
}

async function startOnce(app: App, database: BenchDatabase): Promise<Started> {
  const port = await freePort();
  const urls = {
    auth: database.controlUrl,
    mcp: database.toolsUrl,
    console: database.controlUrl,
    worker: database.jobsUrl,
  };
  const env = {
    PATH: process.env['PATH'],
    LOG_LEVEL: 'silent',
    SECRET_KEY,
    DATABASE_URL: urls[app],
    ...(app === 'console' && { TOOLS_DATABASE_URL: database.toolsUrl }),
    [`${app.toUpperCase()}_PORT`]: String(port),
  };
  const startedAt = performance.now();
  const child = spawn(process.execPath, [`apps/${app}/src/main.ts`], { cwd: ROOT, env, stdio: 'inherit' });
  await untilReady(child, `http://127.0.0.1:${port}/readyz`);
  const readyMs = performance.now() - startedAt;
  const residentMb = await residentMemoryMb(child);
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
  return { readyMs, residentMb };
}

async function untilReady(child: ChildProcess, url: string): Promise<void> {
  while (child.exitCode === null) {
    const isReady = await fetch(url).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isReady) return;
    await new Promise((wake) => setTimeout(wake, 5));
  }
  throw new Error('The app ended before it was ready.');
}

/** As Linux counts it; the only place that tells of another process without a tool of its own. */
async function residentMemoryMb({ pid }: ChildProcess): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) / 1024;
}
