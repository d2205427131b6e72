import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, chmod, chown, mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { type PostgresAccount, postgresAccount } from './postgres-account.ts';
import { postgresBinaries } from './postgres-binaries.ts';

export interface EmbeddedDatabase {
  /** The address of one database of the cluster, as its owner. */
  readonly url: (database: string) => string;
  /** Resolves when the server has ended, for whatever reason. */
  readonly ended: Promise<unknown>;
  readonly stop: () => Promise<void>;
}

export interface EmbeddedOptions {
  readonly directory: string;
  /** Fixed when the data folder is made. */
  readonly password: string;
  /** Durability is given up for speed; for tests only. */
  readonly throwAway?: boolean;
  /** Where the server's log is appended; by default `<directory>.log`. */
  readonly logFile?: string;
}

const OWNER = 'countersign_owner';
const THROW_AWAY = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'];

/**
 * Starts the PostgreSQL that npm installed, on a free port of 127.0.0.1, creating its data folder the first time. Run as
 * root it uses (and if need be creates) the system user `postgres`, see `postgresAccount`. The caller makes sure that no other server uses the folder.
 */
export async function startEmbeddedDatabase(options: EmbeddedOptions): Promise<EmbeddedDatabase> {
  const directory = resolve(options.directory);
  const logFile = options.logFile ?? `${directory}.log`;
  const binaries = postgresBinaries();
  const parent = dirname(directory);
  await mkdir(parent, { recursive: true });
  // The system user must be able to reach its own folder inside.
  if (process.getuid?.() === 0) await chmod(parent, 0o711);
  const account = await postgresAccount(dirname(binaries.postgres), directory);
  if (!(await exists(directory))) await initialise(directory, options, binaries.initdb, account);

  const port = await freePort();
  const settings = [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'max_connections=300',
    ...(options.throwAway ? THROW_AWAY : []),
  ];
  const flags = settings.flatMap((setting) => ['-c', setting]);
  const log = await open(logFile, 'a');
  const server = spawn(
    ...commandFor(account, binaries.postgres, ['-D', directory, '-p', String(port), ...flags]),
    // A group of its own: Ctrl-C in the terminal must not stop it before those who use it.
    { ...account.user, cwd: parent, detached: true, stdio: ['ignore', log.fd, log.fd] },
  );
  await log.close();
  const ended = once(server, 'exit');
  // A process that ends without stopping its server takes it along.
  const stopAtExit = () => void server.kill('SIGINT');
  process.once('exit', stopAtExit);
  const userInfo = `${OWNER}:${encodeURIComponent(options.password)}`;
  const url = (database: string) => `postgres://${userInfo}@127.0.0.1:${port}/${database}`;
  const stop = async () => {
    process.off('exit', stopAtExit);
    // SIGINT is PostgreSQL's fast shutdown, SIGQUIT the immediate one.
    if (server.kill(options.throwAway ? 'SIGQUIT' : 'SIGINT')) await ended;
  };
  try {
    await waitUntilReady(server, url('postgres'));
  } catch (error) {
    await stop();
    const lastLines = (await readFile(logFile, 'utf8')).trimEnd().split('\n').slice(-5).join('\n');
    throw new Error(`PostgreSQL did not start in ${directory}:\n${lastLines}`, { cause: error });
  }
  return { url, ended, stop };
}

/** Made beside its place and moved there when whole, so that an interrupted first start leaves no half-made folder. */
async function initialise(
  directory: string,
  { password, throwAway }: EmbeddedOptions,
  initdb: string,
  account: PostgresAccount,
): Promise<void> {
  const unfinished = `${directory}.unfinished`;
  const passwordFile = `${directory}.initial-password`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { mode: 0o700 });
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (account.user) {
    for (const path of [unfinished, passwordFile]) await chown(path, account.user.uid, account.user.gid);
  }
  const owner = [`--username=${OWNER}`, `--pwfile=${passwordFile}`, '--auth=scram-sha-256'];
  const form = ['--encoding=UTF8', '--locale=C', ...(throwAway ? ['--no-sync'] : [])];
  const command = commandFor(account, initdb, ['-D', unfinished, ...owner, ...form]);
  try {
    await promisify(execFile)(...command, { ...account.user, cwd: dirname(directory) });
    await rename(unfinished, directory);
  } catch (error) {
    const { stderr } = error as { stderr?: string };
    throw new Error(`PostgreSQL could not make its data folder ${directory}: ${stderr?.trim()}`, { cause: error });
  } finally {
    await rm(passwordFile, { force: true });
  }
}

function commandFor({ prefix }: PostgresAccount, program: string, args: readonly string[]): [string, string[]] {
  const [command = program, ...rest] = [...prefix, program, ...args];
  return [command, rest];
}

/** Recovery after a crash can take a while. */
async function waitUntilReady(server: ChildProcess, url: string, timeoutSeconds = 60): Promise<void> {
  const deadline = Date.now() + timeoutSeconds * 1000;
  for (;;) {
    const client = new Client({ connectionString: url });
    client.on('error', () => {});
    try {
      await client.connect();
      return await client.end();
    } catch (error) {
      const { code } = error as { code?: string };
      // 57P03: the server is starting up.
      const notYet = code === 'ECONNREFUSED' || code === 'ECONNRESET' || code === '57P03';
      if (!notYet || server.exitCode !== null || Date.now() > deadline) throw error;
      await sleep(25);
    }
  }
}

async function exists(directory: string): Promise<boolean> {
  return access(join(directory, 'PG_VERSION')).then(
    () => true,
    () => false,
  );
}

/** Another process could take the port before PostgreSQL does; then it fails to start and says so. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address ? address.port : 0;
}
