import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { StartRefused } from './start-refused.ts';

/** Builds the console's pages. Turborepo knows from its hashes when there is nothing to do. */
export async function buildConsole(stopped?: AbortSignal): Promise<void> {
  const build = spawn('node_modules/.bin/turbo', ['run', 'build', '--output-logs=errors-only'], {
    env: { ...process.env, TURBO_TELEMETRY_DISABLED: '1', TURBO_NO_UPDATE_NOTIFIER: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const end = () => void build.kill('SIGTERM');
  stopped?.addEventListener('abort', end, { once: true });
  const [out, err, [code]] = await Promise.all([text(build.stdout), text(build.stderr), once(build, 'close')]);
  stopped?.removeEventListener('abort', end);
  stopped?.throwIfAborted();
  if (code !== 0) throw new StartRefused(`The console does not build:\n${out}${err}`.trimEnd());
}
