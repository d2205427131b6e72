import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { installDebianPackage } from './debian-package.ts';

const run = promisify(execFile);

/** A PgBouncer that starts: the one of PGBOUNCER_PATH, else `pgbouncer`, where Debian puts it too; undefined when there is none. */
export async function findPgBouncer(): Promise<string | undefined> {
  const { PGBOUNCER_PATH } = process.env;
  for (const program of PGBOUNCER_PATH ? [PGBOUNCER_PATH] : ['pgbouncer', '/usr/sbin/pgbouncer']) {
    if (await run(program, ['--version'], { timeout: 20_000 }).catch(() => undefined)) return program;
  }
  return undefined;
}

/** Throws with what to do by hand. */
export async function installPgBouncer(): Promise<string> {
  const byHand = 'Install PgBouncer (Debian: sudo apt-get install pgbouncer), or set PGBOUNCER_PATH to its program.';
  await installDebianPackage('pgbouncer', `The tests behind a connection pooler need PgBouncer. ${byHand}`);
  const installed = await findPgBouncer();
  if (!installed) throw new Error(`apt-get installed a PgBouncer that does not start. ${byHand}`);
  return installed;
}
