import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Kysely, PostgresDialect, sql } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import { Pool } from 'pg';
import { installJobQueue } from './install-job-queue.ts';

/** `prisma/migrations/<name>/migration.sql`, in the order of their names. */
const MIGRATIONS = join(import.meta.dirname, '../../../prisma/migrations');

async function readMigrations(): Promise<Record<string, Migration>> {
  const entries = await readdir(MIGRATIONS, { withFileTypes: true });
  const migrations: Record<string, Migration> = {};
  for (const entry of entries.filter((found) => found.isDirectory())) {
    const text = await readFile(join(MIGRATIONS, entry.name, 'migration.sql'), 'utf8');
    migrations[entry.name] = { up: async (db) => void (await sql.raw(text).execute(db)) };
  }
  return migrations;
}

/**
 * Brings a database to the newest schema: all missing migrations in one transaction, under an advisory lock, so several
 * processes may start at once; then the job queue's own schema. Returns the names applied. `url` must be an owner that may create roles.
 */
export async function migrate(url: string): Promise<string[]> {
  const pool = new Pool({ connectionString: url, max: 2 });
  pool.on('error', () => {});
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
  try {
    const migrator = new Migrator({ db, provider: { getMigrations: readMigrations } });
    const { error, results = [] } = await migrator.migrateToLatest();
    if (error) {
      const failed = results.find((result) => result.status === 'Error');
      throw new Error(`Migration ${failed?.migrationName ?? ''} failed; nothing was changed.`, { cause: error });
    }
    await installJobQueue(url);
    return results.map((result) => result.migrationName);
  } finally {
    await db.destroy();
  }
}
