import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { freePort } from '@countersign/testing/free-port';

const ROOT = join(import.meta.dirname, '..');

export interface StartedProduct {
  readonly child: ChildProcess;
  /** What it printed, once it is ready; fails with that when it ends before. */
  readonly ready: Promise<string>;
  readonly ended: Promise<{ readonly code: number | null; readonly printed: string }>;
}

/** What the environment of the test run must not decide. */
const UNSET = ['AUTH_URL', 'MCP_URL', 'CONSOLE_URL', 'DATABASE_URL', 'SECRET_KEY', 'HOST', 'LOG_LEVEL'];

/** `npm start`, as a person runs it. */
export function npmStart(env: Record<string, string>): StartedProduct {
  const child = spawn('node', ['scripts/start.mjs'], {
    cwd: ROOT,
    env: { ...process.env, ...Object.fromEntries(UNSET.map((name) => [name, ''])), ...env },
    // Its channel closes with the test's process, and that stops it.
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let printed = '';
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, printed }));
  const ready = new Promise<string>((done, fail) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        printed += chunk.toString();
        if (printed.includes('Ctrl-C stops everything')) done(printed);
      });
    }
    void ended.then(() => fail(new Error(`It ended before it was ready:\n${printed}`)));
  });
  ready.catch(() => {});
  return { child, ended, ready };
}

/** A port of its own for each app, on which nobody listens. */
export async function appPorts() {
  return {
    AUTH_PORT: String(await freePort()),
    MCP_PORT: String(await freePort()),
    CONSOLE_PORT: String(await freePort()),
    WORKER_PORT: String(await freePort()),
  };
}
