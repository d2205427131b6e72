/** One Ctrl-C can arrive twice: npm passes on the signal that the terminal sent to every process anyway. */
const SAME_REQUEST_MS = 1000;

/**
 * Aborts when this process is asked to stop, by a signal or because the process that started it is gone. Asked again, it ends
 * at once.
 */
export function stopRequest(): AbortSignal {
  const controller = new AbortController();
  let firstAt: number | undefined;
  const request = () => {
    if (firstAt !== undefined && Date.now() - firstAt > SAME_REQUEST_MS) process.exit(1);
    firstAt ??= Date.now();
    controller.abort();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, request);
  process.on('disconnect', request);
  process.channel?.unref();
  // A closed terminal takes no more output; the orderly end goes on without it.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
  return controller.signal;
}
