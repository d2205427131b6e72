import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Installs a package with apt-get; only root on a Debian-like system can. Throws with what it is for and what to do by hand. */
export async function installDebianPackage(name: string, advice: string): Promise<void> {
  if (process.getuid?.() !== 0) throw new Error(advice);
  // In runlevel 1 no package starts the service it brings: tests start their own.
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
  try {
    await run('apt-get', ['update', '-qq'], { env });
    await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', name], { env, maxBuffer: 2 ** 26 });
  } catch (error) {
    throw new Error(`apt-get could not install ${name}. ${advice}`, { cause: error });
  }
}
