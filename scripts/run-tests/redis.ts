import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { installDebianPackage } from './debian-package.ts';

const run = promisify(execFile);

/** A Redis server that starts: the one of REDIS_SERVER, else `redis-server`; undefined when there is none. */
export async function findRedis(): Promise<string | undefined> {
  const program = process.env.REDIS_SERVER ?? 'redis-server';
  return run(program, ['--version'], { timeout: 20_000 }).then(
    () => program,
    () => undefined,
  );
}

/** Throws with what to do by hand. The package would also start a server of its own, which a container has nothing to start with. */
export async function installRedis(): Promise<string> {
  const byHand = 'Install Redis (Debian: sudo apt-get install redis-server), or set REDIS_SERVER to its program.';
  await installDebianPackage('redis-server', `The tests of limits over several processes need Redis. ${byHand}`);
  const installed = await findRedis();
  if (!installed) throw new Error(`apt-get installed a Redis that does not start. ${byHand}`);
  return installed;
}
