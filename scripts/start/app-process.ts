import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fstatSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { AppLog } from './app-log.ts';
import type { App } from './apps.ts';
import type { Settings } from './settings.ts';
import { StartRefused } from './start-refused.ts';

/** Without a sign of progress. A busy machine takes longer, and an app that gets on is waited for. */
const READY_WITHIN_SECONDS = 30;
const CLOSE_WITHIN_SECONDS = 15;
/** An app that ended is started again after the first of these, and after twice as long each time it ends soon. */
const PAUSE_MS = { first: 1000, most: 30_000 };
/** Whoever ran for this long is not taken for one that ends soon. */
const STEADY_MS = 60_000;
const END_WITH_PARENT = join(import.meta.dirname, 'end-with-parent.ts');

export interface AppProcess extends AsyncDisposable {
  /**
   * Resolves when the app answers `GET /readyz`; throws StartRefused with the end of its log when it ends before, or gets nowhere. From then on
   * it is started again whenever it ends.
   */
  readonly ready: (stopped: AbortSignal) => Promise<void>;
}

/** Starts one app with its log in the data folder. Disposing it asks the app to close and waits. */
export function startApp(app: App, env: NodeJS.ProcessEnv, settings: Settings): AppProcess {
  const log = new AppLog(join(settings.dataDirectory, 'logs', `${app}.log`));
  void log.follow((message) => console.error(`! ${app}: ${message}`));
  const withLog = async (what: string) =>
    new StartRefused(`${app} ${what}. The end of ${log.file}:\n\n${await log.tail()}`);

  let [served, closing] = [false, false];
  let pauseMs = PAUSE_MS.first;
  let pause: NodeJS.Timeout | undefined;
  const failed = Promise.withResolvers<never>();
  // Whoever waits for it later still sees it; until then it must not end this process.
  failed.promise.catch(() => {});

  const run = (): ChildProcess => {
    const startedAt = performance.now();
    const child = spawn(process.execPath, ['--import', END_WITH_PARENT, join('apps', app, 'src/main.ts')], {
      env,
      stdio: ['ignore', log.descriptor, log.descriptor, 'ipc'],
      // A group of its own: Ctrl-C in the terminal reaches it only through this process.
      detached: true,
    });
    child.once('exit', (code, signal) => {
      if (closing) return;
      const how = signal ? `was ended by ${signal}` : `ended with exit code ${code}`;
      if (!served) return void withLog(how).then(failed.reject);
      pauseMs = performance.now() - startedAt > STEADY_MS ? PAUSE_MS.first : pauseMs;
      console.error(
        `! ${app} ${how}. It is started again in ${pauseMs / 1000} s; the other apps go on. Why: ${log.file}`,
      );
      pause = setTimeout(() => {
        current = run();
      }, pauseMs);
      pauseMs = Math.min(pauseMs * 2, PAUSE_MS.most);
    });
    return child;
  };
  let current = run();

  const ready = async (stopped: AbortSignal) => {
    let [progress, since] = ['', Date.now()];
    while (!(await answers(settings.host, settings.ports[app]))) {
      stopped.throwIfAborted();
      const now = await progressOf(current.pid, log);
      if (now !== progress) [progress, since] = [now, Date.now()];
      if (Date.now() - since > READY_WITHIN_SECONDS * 1000) {
        throw await withLog(`got nowhere for ${READY_WITHIN_SECONDS} s`);
      }
      await Promise.race([sleep(50), failed.promise]);
    }
    served = true;
  };

  const close = async () => {
    closing = true;
    clearTimeout(pause);
    const exited = once(current, 'exit');
    const patience = setTimeout(() => current.kill('SIGKILL'), (CLOSE_WITHIN_SECONDS + settings.drainSeconds) * 1000);
    if (current.exitCode === null && current.signalCode === null && current.kill('SIGTERM')) await exited;
    clearTimeout(patience);
    log.close();
  };
  return { ready, [Symbol.asyncDispose]: close };
}

/** Changes as long as the app computes or writes: what it has printed, and where Linux tells it, the time it had of a processor. */
async function progressOf(pid: number | undefined, log: AppLog): Promise<string> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  // proc(5): after the name in brackets, the 12th and 13th are the time in user and kernel mode, in hundredths of a second.
  const [user = '', kernel = ''] = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .slice(11, 13);
  return [user, kernel, fstatSync(log.descriptor).size].join(' ');
}

async function answers(host: string, port: number): Promise<boolean> {
  // An app that listens on every address also does on this machine's own.
  const address = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '[::1]' : host.includes(':') ? `[${host}]` : host;
  const response = await fetch(`http://${address}:${port}/readyz`).catch(() => undefined);
  await response?.body?.cancel();
  return response?.status === 200;
}
