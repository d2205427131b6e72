import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

interface SystemUser {
  readonly uid: number;
  readonly gid: number;
}

/** How to run PostgreSQL's programs, given that they refuse to run as root. */
export interface PostgresAccount {
  /** To be put before the program. */
  readonly prefix: readonly string[];
  /** Whom to run it as, and whose its files must be; undefined for the present user. */
  readonly user: SystemUser | undefined;
}

const PRESENT_USER: PostgresAccount = { prefix: [], user: undefined };

/** A user namespace in which root has another id, so that PostgreSQL runs with root's own files: user_namespaces(7). */
const RENAMED_ROOT: PostgresAccount = {
  prefix: ['unshare', '--user', '--map-user=1000', '--map-group=1000', '--'],
  user: undefined,
};

/**
 * The account for a data folder. Run as root, that is the system user `postgres`, made if need be, or, where that one may not
 * enter the folders, root under another id. Throws, with the cure, when neither works. The folder keeps to its first account.
 */
export async function postgresAccount(programs: string, dataFolder: string): Promise<PostgresAccount> {
  if (process.getuid?.() !== 0) return PRESENT_USER;
  const owner = await stat(dataFolder).catch(() => undefined);
  if (owner?.uid === 0) return RENAMED_ROOT;
  const user = (await findUser()) ?? (await createUser());
  const closed = user && (await firstClosed(user, [programs, dirname(dataFolder)]));
  if (user && !closed) return { prefix: [], user };
  const [unshare = '', ...options] = RENAMED_ROOT.prefix;
  const renames = await run(unshare, [...options, 'true']).catch(() => undefined);
  if (renames && !owner) return RENAMED_ROOT;
  const obstacle = closed ? `may not enter ${closed}` : 'could not be made';
  throw new Error(
    `PostgreSQL does not run as root, and the system user postgres ${obstacle}. ` +
      'Move to a folder that every user may enter, such as one in /opt, or start as another user, or set DATABASE_URL.',
  );
}

async function findUser(): Promise<SystemUser | undefined> {
  try {
    const [uid, gid] = [await run('id', ['-u', 'postgres']), await run('id', ['-g', 'postgres'])];
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  } catch {
    return undefined;
  }
}

async function createUser(): Promise<SystemUser | undefined> {
  await run('useradd', ['--system', '--user-group', '--no-create-home', 'postgres']).catch(() => {});
  return findUser();
}

/** The first of these folders that the user may not enter. */
async function firstClosed(user: SystemUser, folders: readonly string[]): Promise<string | undefined> {
  for (const folder of folders) {
    const entered = await run('/bin/sh', ['-c', 'cd "$0"', folder], { ...user, cwd: '/' }).catch(() => undefined);
    if (!entered) return folder;
  }
  return undefined;
}
