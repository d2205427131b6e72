import type { Logger } from './log.ts';

/**
 * Closes in order on SIGTERM and SIGINT, then ends the process. A second signal ends it at once; so does `graceSeconds`.
 */
export function closeOnSignal(log: Logger, close: () => Promise<void>, graceSeconds = 10): void {
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
