import { spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { stripVTControlCharacters } from 'node:util';

export interface Program {
  readonly program: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
}

const ENDS_WITHIN_MS = 60_000;

/** What comes out of these streams, as text without colours. */
export function follow(streams: readonly Readable[], isOver: () => boolean = () => false) {
  let printed = '';
  for (const stream of streams) stream.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  const text = () => stripVTControlCharacters(printed);
  return {
    text,
    /** The first match in what it prints; throws with all of it when it is over, or said nothing of the kind for a minute. */
    says: async (pattern: RegExp): Promise<string> => {
      const until = Date.now() + ENDS_WITHIN_MS;
      while (!isOver() && Date.now() < until) {
        const found = pattern.exec(printed)?.[0];
        if (found !== undefined) return found;
        await sleep(50);
      }
      throw new Error(`Never said ${pattern}:\n${text()}`);
    },
  };
}

/** A program that runs. */
export function start({ program, args, env, cwd }: Program) {
  const child = spawn(program, args, { env, cwd, stdio: ['ignore', 'pipe', 'pipe'], timeout: ENDS_WITHIN_MS });
  const exited = new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  const { says, text } = follow([child.stdout, child.stderr], () => child.exitCode !== null);
  return {
    says,
    /** What it printed in all, whether it failed or not. */
    printed: async (): Promise<string> => {
      await exited;
      return text();
    },
    /** What it printed in all; throws with it when it failed. */
    ended: async (): Promise<string> => {
      if ((await exited) === 0) return text();
      throw new Error(`${program} ${args.join(' ')} failed:\n${text()}`);
    },
    stop: () => void child.kill('SIGKILL'),
  };
}

export function run(program: Program): Promise<string> {
  return start(program).ended();
}
