import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Kysely, PostgresDialect, sql } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import { Pool } from 'pg';
import { isLockTimeout, LOCK_TIMEOUT, whenUnlocked } from '../connections/when-unlocked.ts';
import { installJobQueue } from '../jobs/install-job-queue.ts';

const MIGRATIONS = join(import.meta.dirname, '../../../../prisma/migrations');

/**
 * Notes what was applied under a former number under its present one, so that it is not applied again: two branches that were written at once took
 * the same numbers, and one was renumbered when it was merged. Its words stayed. What a former one lacked, 0068 gives.
 */
async function renumberApplied(db: Kysely<unknown>, names: readonly string[]): Promise<void> {
  const { rows } = await sql<{ there: boolean }>`select to_regclass('kysely_migration') is not null as there`.execute(
    db,
  );
  if (!rows[0]?.there) return;
  const { rows: applied } = await sql<{ name: string }>`select name from kysely_migration`.execute(db);
  for (const { name } of applied.filter((one) => !names.includes(one.name))) {
    const present = names.find((other) => other.slice(4) === name.slice(4));
    if (present === undefined || applied.some((other) => other.name === present)) continue;
    await sql`update kysely_migration set name = ${present} where name = ${name}`.execute(db);
  }
}

/** `<name>/migration.sql`, in the order of their names. */
async function readMigrations(folder: string): Promise<Record<string, Migration>> {
  const entries = await readdir(folder, { withFileTypes: true });
  const migrations: Record<string, Migration> = {};
  for (const entry of entries.filter((found) => found.isDirectory())) {
    const text = await readFile(join(folder, entry.name, 'migration.sql'), 'utf8');
    migrations[entry.name] = {
      up: async (db) => {
        await sql.raw(LOCK_TIMEOUT).execute(db);
        await sql.raw(text).execute(db);
      },
    };
  }
  return migrations;
}

/**
 * Brings a database to the newest schema, also while it is served, whichever migrations it has: all missing ones in one transaction, under an advisory lock, so several
 * processes may start at once; then the job queue's own schema. Returns the names applied. `url` must be an owner that may create roles.
 */
export async function migrate(url: string, folder = MIGRATIONS): Promise<string[]> {
  const pool = new Pool({ connectionString: url, max: 2 });
  pool.on('error', () => {});
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
  try {
    const provider = { getMigrations: () => readMigrations(folder) };
    // Two that were written at the same time were applied in the order in which they were merged, which need not be that of their names.
    const migrator = new Migrator({ db, provider, allowUnorderedMigrations: true });
    await renumberApplied(db, Object.keys(await readMigrations(folder)));
    const applied = await whenUnlocked(() => migrateToLatest(migrator));
    await installJobQueue(url);
    return applied;
  } finally {
    await db.destroy();
  }
}

async function migrateToLatest(migrator: Migrator): Promise<string[]> {
  const { error, results = [] } = await migrator.migrateToLatest();
  if (!error) return results.map((result) => result.migrationName);
  if (isLockTimeout(error)) throw error;
  const failed = results.find((result) => result.status === 'Error');
  throw new Error(`Migration ${failed?.migrationName ?? ''} failed; nothing was changed.`, { cause: error });
}
