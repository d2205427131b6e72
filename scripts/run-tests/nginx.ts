import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { installDebianPackage } from './debian-package.ts';

const run = promisify(execFile);

/** An nginx that starts: the one of NGINX_PATH, else `nginx`, where Debian puts it too; undefined when there is none. */
export async function findNginx(): Promise<string | undefined> {
  for (const program of process.env.NGINX_PATH ? [process.env.NGINX_PATH] : ['nginx', '/usr/sbin/nginx']) {
    if (await run(program, ['-v'], { timeout: 20_000 }).catch(() => undefined)) return program;
  }
  return undefined;
}

/** Throws with what to do by hand. */
export async function installNginx(): Promise<string> {
  const byHand = 'Install nginx (Debian: sudo apt-get install nginx), or set NGINX_PATH to its program.';
  await installDebianPackage('nginx', `The test of two replicas behind a proxy needs nginx. ${byHand}`);
  const installed = await findNginx();
  if (!installed) throw new Error(`apt-get installed an nginx that does not start. ${byHand}`);
  return installed;
}
