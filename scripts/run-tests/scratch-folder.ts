import { chmod, mkdtemp, readdir, readFile, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const MEMORY = '/dev/shm';
/** Several times what a run has in its folder at a time. */
const ROOM_BYTES = 4 * 2 ** 30;

export interface ScratchFolder {
  readonly path: string;
  /** Ends what the run left running, removes the folder, and returns the command lines of what it ended. */
  readonly remove: () => Promise<string[]>;
}

/** The temporary folder of one test run. Whatever runs with it as TMPDIR, and whatever that starts, belongs to the run. */
export async function makeScratchFolder(): Promise<ScratchFolder> {
  const path = await mkdtemp(join((await memoryHasRoom()) ? MEMORY : tmpdir(), 'countersign-run-'));
  // Started by root, PostgreSQL runs as another user and has its data folder inside.
  await chmod(path, 0o711);
  return {
    path,
    remove: async () => {
      const left = process.platform === 'linux' ? await endProcesses(`TMPDIR=${path}`) : [];
      await rm(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
      return left;
    },
  };
}

/** A database is some 700 files, and hundreds are copied in a run: on a disk each copy takes ten times as long as in memory. */
async function memoryHasRoom(): Promise<boolean> {
  if (process.env['TMPDIR']) return false;
  const { bavail, bsize } = await statfs(MEMORY).catch(() => ({ bavail: 0, bsize: 0 }));
  return bavail * bsize > ROOM_BYTES && process.availableMemory() > 2 * ROOM_BYTES;
}

/** Processes that are ending by themselves get a moment. Linux only: elsewhere other processes' variables are not readable. */
async function endProcesses(variable: string, patienceMs = 3000): Promise<string[]> {
  const deadline = Date.now() + patienceMs;
  let running = await processesWith(variable);
  while (running.length > 0 && Date.now() < deadline) {
    await sleep(100);
    running = await processesWith(variable);
  }
  for (const { pid } of running) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It ended meanwhile.
    }
  }
  return running.map(({ command }) => command);
}

async function processesWith(variable: string): Promise<{ pid: number; command: string }[]> {
  const found = [];
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)) {
    const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '');
    if (!environment.split('\0').includes(variable)) continue;
    const command = (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).replaceAll('\0', ' ').trim();
    if (command) found.push({ pid: Number(pid), command });
  }
  return found;
}
