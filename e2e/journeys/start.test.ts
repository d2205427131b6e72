import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '@countersign/testing/free-port';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { appPorts, npmStart } from '../npm-start.ts';

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

    first.child.kill('SIGINT');
    expect((await first.ended).code).toBe(0);
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
