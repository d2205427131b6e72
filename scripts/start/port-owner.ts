import { execFile } from 'node:child_process';
import { readdir, readFile, readlink } from 'node:fs/promises';
import { promisify } from 'node:util';
import { commandOf } from '@countersign/runtime/command-of';

/** Who listens on a TCP port, such as `node (process 4711)`; undefined when this person may not know. */
export async function portOwner(port: number): Promise<string | undefined> {
  const pid = await (process.platform === 'linux' ? listenerOnLinux(port) : listenerByLsof(port)).catch(
    () => undefined,
  );
  if (pid === undefined) return undefined;
  const program = (await commandOf(pid)).split(' ')[0]?.split('/').at(-1);
  return program ? `${program} (process ${pid})` : undefined;
}

/** The kernel's socket table gives the inode, the processes' open files give who holds it: proc_net_tcp(5), proc_pid_fd(5). */
async function listenerOnLinux(port: number): Promise<number | undefined> {
  const tables = await Promise.all(
    ['tcp', 'tcp6'].map((name) => readFile(`/proc/net/${name}`, 'utf8').catch(() => '')),
  );
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  const LISTEN = '0A';
  const sockets = tables
    .flatMap((table) => table.split('\n'))
    .map((line) => line.trim().split(/\s+/))
    .filter((columns) => columns[1]?.endsWith(suffix) && columns[3] === LISTEN)
    .map((columns) => `socket:[${columns[9]}]`);
  if (sockets.length === 0) return undefined;
  const processes = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  for (const pid of processes) {
    const files = await readdir(`/proc/${pid}/fd`).catch(() => []);
    for (const file of files) {
      const target = await readlink(`/proc/${pid}/fd/${file}`).catch(() => '');
      if (sockets.includes(target)) return Number(pid);
    }
  }
  return undefined;
}

async function listenerByLsof(port: number): Promise<number | undefined> {
  const { stdout } = await promisify(execFile)('lsof', ['-nP', '-t', `-iTCP:${port}`, '-sTCP:LISTEN']);
  return Number.parseInt(stdout, 10) || undefined;
}
