import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { stripVTControlCharacters } from 'node:util';

export interface Program {
  readonly program: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
}

const ENDS_WITHIN_MS = 60_000;

/** A program that runs; what it printed is text without colours. */
export function start({ program, args, env, cwd }: Program) {
  const child = spawn(program, args, { env, cwd, stdio: ['ignore', 'pipe', 'pipe'], timeout: ENDS_WITHIN_MS });
  let printed = '';
  child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  const exited = new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  const text = () => stripVTControlCharacters(printed);
  return {
    /** The first match in what it prints; throws with all of it when it ended, or said nothing of the kind for a minute. */
    says: async (pattern: RegExp): Promise<string> => {
      while (child.exitCode === null) {
        const found = pattern.exec(printed)?.[0];
        if (found !== undefined) return found;
        await sleep(50);
      }
      throw new Error(`${program} ${args.join(' ')} never said ${pattern}:\n${text()}`);
    },
    /** What it printed in all; throws with it when it failed. */
    ended: async (): Promise<string> => {
      if ((await exited) === 0) return text();
      throw new Error(`${program} ${args.join(' ')} failed:\n${text()}`);
    },
  };
}

export function run(program: Program): Promise<string> {
  return start(program).ended();
}
