import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

export interface Home {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly remove: () => Promise<void>;
}

/** A home of its own for a client: nothing of this machine's person is in it, and nothing stays. */
export async function openHome(client: string, env: NodeJS.ProcessEnv = {}): Promise<Home> {
  const cwd = await mkdtemp(join(tmpdir(), `countersign-${client}-`));
  return {
    cwd,
    env: {
      // The pinned Node first: several clients need a newer one than the machine may have.
      PATH: [dirname(process.execPath), process.env['PATH']].join(':'),
      TMPDIR: process.env['TMPDIR'],
      HOME: cwd,
      TERM: 'xterm',
      // They would open a browser, if they found one.
      BROWSER: 'true',
      ...env,
    },
    remove: () => rm(cwd, { recursive: true, force: true }),
  };
}
