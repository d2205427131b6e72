import { readFile, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { commandOf } from '@countersign/runtime/command-of';

/**
 * Stops the PostgreSQL that a killed process left running on this data folder, and returns true when there was one. Does not
 * check that nobody uses it: the caller holds the folder.
 */
export async function stopOrphanedServer(directory: string): Promise<boolean> {
  const pidFile = join(resolve(directory), 'postmaster.pid');
  const pid = Number.parseInt(await readFile(pidFile, 'utf8').catch(() => ''), 10);
  if (!(pid > 0)) return false;
  if (!(await serves(pid, directory))) {
    // The id may belong to another program by now, which would keep PostgreSQL from starting.
    await rm(pidFile, { force: true });
    return false;
  }
  process.kill(pid, 'SIGINT');
  const deadline = Date.now() + 30_000;
  while (await serves(pid, directory)) {
    if (Date.now() > deadline)
      throw new Error(`PostgreSQL (process ${pid}) is still running on ${directory}. Stop it.`);
    await sleep(50);
  }
  return true;
}

async function serves(pid: number, directory: string): Promise<boolean> {
  return (await commandOf(pid)).includes(`-D ${resolve(directory)} `);
}
