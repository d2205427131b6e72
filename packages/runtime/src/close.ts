import type { Logger } from './log.ts';

/** How long requests under way, and what is still to be written, may take. */
const CLOSE_SECONDS_MAX = 10;

/**
 * Closes in order on SIGTERM and SIGINT, then ends the process. A second signal ends it at once; so does taking much longer than draining.
 */
export function closeOnSignal(log: Logger, close: () => Promise<void>, drainSeconds = 0): void {
  const graceSeconds = drainSeconds + CLOSE_SECONDS_MAX;
  let closing = false;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (closing) process.exit(1);
      closing = true;
      log.info({ signal }, 'closing');
      setTimeout(() => {
        log.warn('closing took too long');
        process.exit(1);
      }, graceSeconds * 1000).unref();
      close().then(
        () => process.exit(0),
        (error: unknown) => {
          log.error({ err: error }, 'closing failed');
          process.exit(1);
        },
      );
    });
  }
}
