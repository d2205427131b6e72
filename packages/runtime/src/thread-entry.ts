// What every thread of the pool runs: the named function of the named module, for less of the processor than the event loop gets.
import { setPriority } from 'node:os';

/** What one run asks of a thread. */
export interface ThreadRun {
  readonly module: string;
  readonly name: string;
  readonly input: unknown;
}

const NICE = 10;
// Linux keeps this per thread; elsewhere it would hold for the whole process.
if (process.platform === 'linux') setPriority(0, NICE);

export async function run({ module, name, input }: ThreadRun): Promise<unknown> {
  const { [name]: work } = (await import(module)) as Record<string, (input: unknown) => unknown>;
  if (work === undefined) throw new Error(`${module} exports no ${name}`);
  return work(input);
}
