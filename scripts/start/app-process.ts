import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { AppLog } from './app-log.ts';
import type { App } from './apps.ts';
import type { Settings } from './settings.ts';
import { StartRefused } from './start-refused.ts';

const READY_WITHIN_SECONDS = 30;
const CLOSE_WITHIN_SECONDS = 15;
const END_WITH_PARENT = join(import.meta.dirname, 'end-with-parent.ts');

export interface AppProcess extends AsyncDisposable {
  /** Resolves when the app answers `GET /readyz`; throws StartRefused with the end of its log when it does not. */
  readonly ready: (stopped: AbortSignal) => Promise<void>;
  /** Rejects with StartRefused when the app ends before it is disposed; never resolves. */
  readonly failure: Promise<never>;
}

/** Starts one app with its log in the data folder. Disposing it asks the app to close and waits. */
export function startApp(app: App, env: NodeJS.ProcessEnv, settings: Settings): AppProcess {
  const log = new AppLog(join(settings.dataDirectory, 'logs', `${app}.log`));
  const child = spawn(process.execPath, ['--import', END_WITH_PARENT, join('apps', app, 'src/main.ts')], {
    env,
    stdio: ['ignore', log.descriptor, log.descriptor, 'ipc'],
    // A group of its own: Ctrl-C in the terminal reaches it only through this process.
    detached: true,
  });
  const exited = once(child, 'exit');
  void log.follow((message) => console.error(`! ${app}: ${message}`));
  const withLog = async (what: string) =>
    new StartRefused(`${app} ${what}. The end of ${log.file}:\n\n${await log.tail()}`);

  let closing = false;
  const failure = exited.then(async ([code, signal]): Promise<never> => {
    if (closing) return new Promise(() => {});
    throw await withLog(signal ? `was ended by ${signal}` : `ended with exit code ${code}`);
  });
  // Whoever waits for it later still sees it; until then it must not end this process.
  failure.catch(() => {});

  const ready = async (stopped: AbortSignal) => {
    const deadline = Date.now() + READY_WITHIN_SECONDS * 1000;
    while (!(await answers(settings.host, settings.ports[app]))) {
      stopped.throwIfAborted();
      if (Date.now() > deadline) throw await withLog(`is not ready after ${READY_WITHIN_SECONDS} s`);
      await Promise.race([sleep(50), failure]);
    }
  };

  const close = async () => {
    closing = true;
    const patience = setTimeout(() => child.kill('SIGKILL'), (CLOSE_WITHIN_SECONDS + settings.drainSeconds) * 1000);
    if (child.kill('SIGTERM')) await exited;
    clearTimeout(patience);
    log.close();
  };
  return { ready, failure, [Symbol.asyncDispose]: close };
}

async function answers(host: string, port: number): Promise<boolean> {
  // An app that listens on every address also does on this machine's own.
  const address = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '[::1]' : host.includes(':') ? `[${host}]` : host;
  const response = await fetch(`http://${address}:${port}/readyz`).catch(() => undefined);
  await response?.body?.cancel();
  return response?.status === 200;
}
