import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { commandOf } from '@countersign/runtime/command-of';
import { StartRefused } from './start-refused.ts';

export interface DataFolder extends AsyncDisposable {
  /** True when the one who held it was killed, and its apps may still be closing. */
  readonly takenOver: boolean;
}

/**
 * Takes the data folder for this process, making it if need be, and gives it back when disposed. Throws StartRefused when
 * another process holds it. What a killed process left is taken over.
 */
export async function claimDataFolder(folder: string): Promise<DataFolder> {
  await mkdir(join(folder, 'logs'), { recursive: true }).catch((error: Error) => {
    throw new StartRefused(
      `DATA_DIR: ${folder} cannot be used (${error.message}). Set it to a folder you may write to.`,
    );
  });
  const holder = join(folder, 'start.pid');
  const own = `${holder}.${process.pid}`;
  await writeFile(own, `${process.pid} ${await commandOf(process.pid)}`);
  let takenOver = false;
  try {
    while (!(await linked(own, holder))) {
      await removeIfAbandoned(folder, holder);
      takenOver = true;
    }
  } finally {
    await rm(own, { force: true });
  }
  return { takenOver, [Symbol.asyncDispose]: () => rm(holder, { force: true }) };
}

/** A link appears whole or not at all, so no other process reads a half-written file. */
async function linked(own: string, holder: string): Promise<boolean> {
  try {
    await link(own, holder);
    return true;
  } catch (error) {
    if ((error as { code?: string }).code === 'EEXIST') return false;
    throw error;
  }
}

async function removeIfAbandoned(folder: string, holder: string): Promise<void> {
  const seen = await readFile(holder, 'utf8').catch(() => '');
  await refuseIfRunning(folder, seen);
  // Moved before it is removed: of two processes that both saw the abandoned file, the later one may get the other's new file.
  const moved = `${holder}.abandoned.${process.pid}`;
  await rename(holder, moved).catch(() => {});
  const found = await readFile(moved, 'utf8').catch(() => seen);
  if (found !== seen) await rename(moved, holder);
  await rm(moved, { force: true });
}

/** The id alone proves nothing: it may belong to another program by now, in a restarted container even to this one. */
async function refuseIfRunning(folder: string, claim: string): Promise<void> {
  const [, pid = '', command] = /^(\d+) (.*)$/s.exec(claim) ?? [];
  if (!command || Number(pid) === process.pid || (await commandOf(Number(pid))) !== command) return;
  throw new StartRefused(
    `DATA_DIR: ${folder} is in use: Countersign is already running there (process ${pid}). Stop it, or set DATA_DIR to another folder.`,
  );
}
