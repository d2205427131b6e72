import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { freePort } from './free-port.ts';

export interface PgBouncer {
  /** The same address by way of the pooler. */
  readonly through: (url: string) => string;
  readonly stop: () => Promise<void>;
}

/**
 * A real PgBouncer in transaction mode before the server of these addresses, for their logins: its own defaults, and as few connections to the
 * server as let strangers share sessions. `program` is PGBOUNCER_PATH, where it has another name.
 */
export async function startPgBouncer(urls: readonly string[], program = 'pgbouncer'): Promise<PgBouncer> {
  const folder = await mkdtemp(join(tmpdir(), 'countersign-pgbouncer-'));
  // Run by root it becomes nobody, who has to enter.
  await chmod(folder, 0o755);
  const [server] = urls.map((url) => new URL(url));
  if (!server) throw new Error('A pooler needs a server.');
  const port = await freePort();
  const logins = urls
    .map((url) => new URL(url))
    .map(({ username, password }) => `"${username}" "${decodeURIComponent(password)}"`);
  await writeFile(join(folder, 'users.txt'), [...new Set(logins)].join('\n'));
  const settings = [
    '[databases]',
    `* = host=${server.hostname} port=${server.port}`,
    '[pgbouncer]',
    'listen_addr = 127.0.0.1',
    `listen_port = ${port}`,
    'unix_socket_dir =',
    'auth_type = scram-sha-256',
    `auth_file = ${join(folder, 'users.txt')}`,
    'pool_mode = transaction',
    'default_pool_size = 3',
    'max_client_conn = 200',
  ];
  await writeFile(join(folder, 'pgbouncer.ini'), settings.join('\n'));
  const asNobody = process.getuid?.() === 0 ? ['-u', 'nobody'] : [];
  const child = spawn(program, [...asNobody, join(folder, 'pgbouncer.ini')], { stdio: ['ignore', 'ignore', 'pipe'] });
  let log = '';
  child.stderr.on('data', (chunk: Buffer) => {
    log += chunk.toString();
  });
  const through = (url: string) => {
    const address = new URL(url);
    address.hostname = '127.0.0.1';
    address.port = String(port);
    return address.href;
  };
  await untilAnswering(child, through(urls[0] ?? ''), () => log);
  return {
    through,
    stop: async () => {
      const ended = once(child, 'exit');
      if (child.kill('SIGKILL')) await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function untilAnswering(child: ChildProcess, url: string, log: () => string): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    if (child.exitCode !== null) throw new Error(`PgBouncer ended:\n${log()}`);
    const client = new Client({ connectionString: url });
    client.on('error', () => {});
    const answered = await client.connect().then(
      () => true,
      () => false,
    );
    await client.end().catch(() => {});
    if (answered) return;
    await sleep(50);
  }
  child.kill('SIGKILL');
  throw new Error(`PgBouncer did not answer:\n${log()}`);
}
