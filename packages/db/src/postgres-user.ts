import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Whom to run PostgreSQL as; empty for the present user. */
export type PostgresUser = { readonly uid: number; readonly gid: number } | Record<string, never>;

/**
 * PostgreSQL refuses to run as root. Run as root, this is the system user `postgres`, made if need be. Throws, with the cure,
 * when that user cannot enter one of `folders`.
 */
export async function postgresUser(folders: readonly string[]): Promise<PostgresUser> {
  if (process.getuid?.() !== 0) return {};
  const user = (await findUser()) ?? (await createUser());
  for (const folder of folders) {
    const entered = await run('/bin/sh', ['-c', 'cd "$0"', folder], { ...user, cwd: '/' }).catch(() => undefined);
    if (entered) continue;
    throw new Error(
      `PostgreSQL does not run as root, and the system user postgres may not enter ${await firstClosed(folder)}. ` +
        'Move to a folder that every user may enter, such as one in /opt, or start as another user, or set DATABASE_URL.',
    );
  }
  return user;
}

async function findUser(): Promise<PostgresUser | undefined> {
  try {
    const [uid, gid] = [await run('id', ['-u', 'postgres']), await run('id', ['-g', 'postgres'])];
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  } catch {
    return undefined;
  }
}

async function createUser(): Promise<PostgresUser> {
  const made = await run('useradd', ['--system', '--user-group', '--no-create-home', 'postgres']).catch(
    () => undefined,
  );
  const user = made && (await findUser());
  if (user) return user;
  throw new Error(
    'PostgreSQL does not run as root, and the system user postgres could not be made. Start as another user, or set DATABASE_URL.',
  );
}

/** The outermost ancestor that others may not enter; the folder itself when none stands out. */
async function firstClosed(folder: string): Promise<string> {
  const ancestors = [folder];
  for (let path = folder; path !== dirname(path); path = dirname(path)) ancestors.unshift(dirname(path));
  for (const ancestor of ancestors) if (((await stat(ancestor)).mode & 0o001) === 0) return ancestor;
  return folder;
}
