import { type ChildProcess, execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from '@countersign/testing/free-port';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { appPorts, npmStart } from '../npm-start.ts';

/** The processes below `ancestor` whose command holds `text`. */
async function pidsOf(ancestor: number, text: string): Promise<number[]> {
  const { stdout } = await promisify(execFile)('ps', ['-eo', 'pid=,ppid=,args=']);
  const rows = stdout.split('\n').map((line) => {
    const [pid, parent, ...args] = line.trim().split(/\s+/);
    return { pid: Number(pid), parent: Number(parent), args: args.join(' ') };
  });
  const below = new Set([ancestor]);
  for (let size = 0; size !== below.size; ) {
    size = below.size;
    for (const { pid, parent } of rows) if (below.has(parent)) below.add(pid);
  }
  return rows.filter(({ pid, args }) => below.has(pid) && args.includes(text)).map(({ pid }) => pid);
}

/** `npm start`, as a person runs it, on free ports and a data folder of its own. */
describe('npm start', () => {
  let home: string;
  let ports: Awaited<ReturnType<typeof appPorts>>;
  const running = new Set<ChildProcess>();

  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'countersign-start-'));
    ports = await appPorts();
  });

  afterAll(async () => {
    for (const child of running) {
      child.kill('SIGTERM');
      await once(child, 'exit');
    }
    await rm(home, { recursive: true, force: true });
  });

  function start(env: Record<string, string> = {}) {
    const started = npmStart({ ...ports, DATA_DIR: join(home, 'data'), ...env });
    running.add(started.child);
    void started.ended.then(() => running.delete(started.child));
    return started;
  }

  it('brings everything up, says how to use it, refuses a second one on its folder, and stops at Ctrl-C', async () => {
    const first = start();
    const printed = await first.ready;
    const mcp = `http://localhost:${ports.MCP_PORT}/mcp`;
    expect(printed).toContain(`claude mcp add --transport http countersign ${mcp}`);
    expect(printed).toContain(`http://localhost:${ports.CONSOLE_PORT}`);
    expect(printed).toMatch(/ada@example\.test +Acme Studio: owner/);

    const unauthenticated = await fetch(mcp, { method: 'POST' });
    expect(unauthenticated.status).toBe(401);
    const challenge = unauthenticated.headers.get('www-authenticate') ?? '';
    const metadataUrl = /resource_metadata="([^"]+)"/.exec(challenge)?.[1] ?? '';
    const metadata = await fetch(metadataUrl).then((response) => response.json());
    expect(metadata).toMatchObject({ resource: mcp, authorization_servers: [`http://localhost:${ports.AUTH_PORT}`] });
    const page = await fetch(`http://localhost:${ports.AUTH_PORT}/.well-known/oauth-authorization-server`);
    expect(page.status).toBe(200);

    const worker = await fetch(`http://localhost:${ports.WORKER_PORT}/readyz`);
    expect(worker.status).toBe(200);
    expect(await worker.json()).toMatchObject({ status: 'ready', jobs: { failed: {} } });

    const second = await start().ended;
    expect(second.code).toBe(1);
    expect(second.printed).toMatch(/^DATA_DIR: .* is in use: Countersign is already running there \(process \d+\)/m);

    // One that dies is started again, plainly, and takes nobody with it.
    const pids = await pidsOf(first.child.pid ?? 0, 'apps/worker/src/main.ts');
    for (const pid of pids) process.kill(pid, 'SIGKILL');
    expect(pids).toHaveLength(1);
    await vi.waitUntil(
      async () => {
        const again = await fetch(`http://localhost:${ports.WORKER_PORT}/readyz`).catch(() => undefined);
        return (
          again?.status === 200 &&
          !(await pidsOf(first.child.pid ?? 0, 'apps/worker/src/main.ts')).includes(pids[0] ?? 0)
        );
      },
      { timeout: 60_000, interval: 200 },
    );
    expect((await fetch(mcp, { method: 'POST' })).status).toBe(401);

    first.child.kill('SIGINT');
    const { code, printed: all } = await first.ended;
    expect(code).toBe(0);
    expect(all).toMatch(/! worker was ended by SIGKILL\. It is started again in 1 s; the other apps go on\./);
  });

  it('finds its data at the next start, and comes back after it was killed', async () => {
    const folder = join(home, 'data');
    const key = await readFile(join(folder, 'secret-key'), 'utf8');
    const killed = start();
    await killed.ready;
    const pid = Number.parseInt(await readFile(join(folder, 'start.pid'), 'utf8'), 10);
    process.kill(pid, 'SIGKILL');
    await killed.ended;

    const again = start();
    await again.ready;
    expect(await readFile(join(folder, 'secret-key'), 'utf8')).toBe(key);
    again.child.kill('SIGINT');
    expect((await again.ended).code).toBe(0);
    await expect(stat(join(folder, 'start.pid'))).rejects.toThrow('ENOENT');
  });

  it('keeps its secrets to itself: in files of its own, not in what it prints or logs', async () => {
    const folder = join(home, 'data');
    const secrets = await Promise.all(
      ['secret-key', 'postgres-password'].map(async (name) => {
        expect((await stat(join(folder, name))).mode & 0o077).toBe(0);
        return readFile(join(folder, name), 'utf8');
      }),
    );
    for (const name of await readdir(join(folder, 'logs'))) {
      const log = await readFile(join(folder, 'logs', name), 'utf8');
      for (const secret of secrets) expect(log).not.toContain(secret);
    }
  });

  it('names the variable and the cure when a port is taken', async () => {
    const server = createServer().listen(Number(ports.MCP_PORT), '127.0.0.1');
    await once(server, 'listening');
    const refused = await start().ended;
    server.close();
    expect(refused.code).toBe(1);
    expect(refused.printed).toContain(`MCP_PORT: port ${ports.MCP_PORT} is in use`);
    expect(refused.printed).toContain('set MCP_PORT to a free port');
  });

  it('names the variable and the cure when the database cannot be reached', async () => {
    const nobody = await freePort();
    const refused = await start({ DATABASE_URL: `postgres://app:hunter2@127.0.0.1:${nobody}/app` }).ended;
    expect(refused.code).toBe(1);
    expect(refused.printed).toContain(`DATABASE_URL: no PostgreSQL answers at 127.0.0.1:${nobody}.`);
    expect(refused.printed).not.toContain('hunter2');
  });
});
