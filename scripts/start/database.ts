import { join } from 'node:path';
import { createPool, type Pool } from '@countersign/db/connections/pool';
import { OWNING_PATIENCE } from '@countersign/db/connections/session-rules';
import { startEmbeddedDatabase } from '@countersign/db/server/embedded';
import { migrate } from '@countersign/db/server/migrate';
import { stopOrphanedServer } from '@countersign/db/server/orphaned-server';
import { refuseUnfitOwner } from '@countersign/db/tenancy/owner-check';
import { seedIfEmpty } from '@countersign/prisma/seed';
import { Client } from 'pg';
import { step } from '../progress.mjs';
import { keptSecret } from './kept-secret.ts';
import type { Settings } from './settings.ts';
import { StartRefused } from './start-refused.ts';

const NAME = 'countersign';

export interface Database extends AsyncDisposable {
  /** The owner's address. Its role may do everything; no app gets it. */
  readonly ownerUrl: string;
  /** Resolves when a server of ours has ended; never for one that is only used. */
  readonly ended: Promise<unknown>;
}

/** Starts the embedded PostgreSQL in the data folder, or checks the one that DATABASE_URL names. */
export async function openDatabase(settings: Settings): Promise<Database> {
  const { databaseUrl, dataDirectory } = settings;
  if (databaseUrl) {
    await step('Reach the database', () => refuseUnfitOwner(databaseUrl));
    return { ownerUrl: databaseUrl, ended: new Promise(() => {}), [Symbol.asyncDispose]: async () => {} };
  }
  const directory = join(dataDirectory, 'postgres');
  return step('Start PostgreSQL', async () => {
    await stopOrphanedServer(directory);
    const server = await startEmbeddedDatabase({
      directory,
      password: await keptSecret(join(dataDirectory, 'postgres-password')),
      logFile: join(dataDirectory, 'logs/postgres.log'),
    }).catch((error: Error) => {
      throw new StartRefused(error.message);
    });
    await createDatabase(server.url('postgres'));
    return { ownerUrl: server.url(NAME), ended: server.ended, [Symbol.asyncDispose]: server.stop };
  });
}

async function createDatabase(clusterUrl: string): Promise<void> {
  const client = new Client({ connectionString: clusterUrl });
  await client.connect();
  try {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [NAME]);
    if (!rowCount) await client.query(`create database ${NAME}`);
  } finally {
    await client.end();
  }
}

/** Brings the schema up to date and, on this machine only, fills an empty database with the demo data. */
export async function fillDatabase(ownerUrl: string, settings: Settings): Promise<void> {
  await step('Bring the schema up to date', () => migrate(ownerUrl));
  if (!settings.isPublic) {
    await step('Add the demo data to an empty database', () => withPool(ownerUrl, seedIfEmpty));
  }
}

export async function withPool<T>(url: string, work: (pool: Pool) => Promise<T>): Promise<T> {
  const pool = createPool(url, { applicationName: 'countersign start', patience: OWNING_PATIENCE, max: 2 });
  try {
    return await work(pool);
  } finally {
    await pool.end();
  }
}
