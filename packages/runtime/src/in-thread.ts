import { availableParallelism } from 'node:os';
import { Piscina } from 'piscina';
import type { ThreadRun } from './thread-entry.ts';
import { createTurns } from './turns.ts';

/** One processor stays the event loop's. */
const THREADS_MAX = Math.max(1, availableParallelism() - 1);
/** Of one owner: whoever asks for more is told so at once. */
const WAITING_MAX = 20;
const IDLE_MS = 30_000;
const HEAP_MEGABYTES_MAX = 256;

/** Why a run in a thread came to nothing that its own code would have told. */
export class ThreadFailed extends Error {
  override readonly name = 'ThreadFailed';
  readonly reason: 'too_slow' | 'too_large' | 'busy';

  constructor(reason: ThreadFailed['reason'], cause?: unknown) {
    super(`Work in a thread was not done: ${reason}`, { cause });
    this.reason = reason;
  }
}

export interface ThreadWork {
  /** Whose work it is: owners take turns, so that one who asks for much does not keep the others waiting. */
  readonly owner: string;
  /** The module whose exported function runs. It sees no settings: the threads have an empty environment. */
  readonly module: URL;
  readonly name: string;
  /** Plain data, copied over. */
  readonly input: unknown;
  /** Counted from when its turn comes; then it is ended, and its thread with it. */
  readonly secondsMax: number;
}

const turns = createTurns({ places: THREADS_MAX, waitingMax: WAITING_MAX });
let pool: Piscina<ThreadRun, unknown> | undefined;

/**
 * Runs what takes long beside the event loop, in one of this process's threads, and answers what it answered. Throws what it threw, or a
 * ThreadFailed. Does not check that the answer is what the caller takes it for.
 */
export async function inThread<T>({ owner, module, name, input, secondsMax }: ThreadWork): Promise<T> {
  pool ??= new Piscina({
    filename: new URL('./thread-entry.ts', import.meta.url).href,
    name: 'run',
    minThreads: 0,
    maxThreads: THREADS_MAX,
    idleTimeout: IDLE_MS,
    // What its threads do waits for files and streams, which their way of waiting without it would stop.
    atomics: 'disabled',
    env: {},
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MEGABYTES_MAX, maxYoungGenerationSizeMb: 32 },
  });
  const leave = await turns.take(owner);
  if (!leave) throw new ThreadFailed('busy');
  try {
    return (await pool.run(
      { module: module.href, name, input },
      { signal: AbortSignal.timeout(secondsMax * 1000) },
    )) as T;
  } catch (error) {
    throw failureOf(error);
  } finally {
    leave();
  }
}

function failureOf(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  if (error.name === 'AbortError') return new ThreadFailed('too_slow', error);
  return 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? new ThreadFailed('too_large', error) : error;
}
