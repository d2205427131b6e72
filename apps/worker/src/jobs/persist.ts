import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '@countersign/runtime/log';

const TRY_AGAIN_MS = 2000;

/** Repeats a step that needs the database until it has it, or `stopped`. */
export async function persist(step: () => Promise<unknown>, stopped: AbortSignal, log: Logger): Promise<void> {
  while (!stopped.aborted) {
    try {
      await step();
      return;
    } catch (error) {
      log.warn({ err: error }, 'jobs cannot be worked on yet');
      await sleep(TRY_AGAIN_MS, undefined, { signal: stopped }).catch(() => {});
    }
  }
}
