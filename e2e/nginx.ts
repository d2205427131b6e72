import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';

const SAMPLE = join(import.meta.dirname, '../deploy/nginx/countersign.conf');
export const PROXIED_APPS = ['auth', 'mcp', 'console'] as const;
export type ProxiedApp = (typeof PROXIED_APPS)[number];

export interface Upstream {
  /** Where nginx listens for it. */
  readonly port: number;
  /** The ports of its two replicas. */
  readonly replicas: readonly [number, number];
}

export interface Nginx {
  readonly log: () => Promise<string>;
  readonly stop: () => Promise<void>;
}

/** A real nginx with the sample of `deploy/`: other ports, no TLS, and nothing else changed. */
export async function startNginx(apps: Record<ProxiedApp, Upstream>): Promise<Nginx> {
  const folder = await mkdtemp(join(tmpdir(), 'countersign-nginx-'));
  await mkdir(join(folder, 'logs'));
  let sample = await readFile(SAMPLE, 'utf8');
  sample = sample.replaceAll(/^ *ssl_certificate.*\n/gm, '');
  for (const [index, app] of PROXIED_APPS.entries()) {
    const { port, replicas } = apps[app];
    sample = sample
      .replace(`127.0.0.1:400${index} `, `127.0.0.1:${replicas[0]} `)
      .replace(`127.0.0.1:410${index} `, `127.0.0.1:${replicas[1]} `)
      .replace(
        `listen 443 ssl;\n    server_name ${app}.example.com;`,
        `listen 127.0.0.1:${port};\n    server_name localhost;`,
      );
  }
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  const paths = temporary.map((name) => `${name}_temp_path ${join(folder, name)};`).join('\n');
  // Run by root, its workers would be nobody, who may not enter the folder.
  const user = process.getuid?.() === 0 ? 'user root;' : '';
  await writeFile(
    join(folder, 'nginx.conf'),
    `${user}\ndaemon off;\npid ${join(folder, 'nginx.pid')};\nevents {}\nhttp {\n${paths}\naccess_log off;\n${sample}\n}\n`,
  );
  const program = process.env['NGINX_PATH'] ?? 'nginx';
  const error = join(folder, 'logs/error.log');
  const child = spawn(program, ['-p', folder, '-c', join(folder, 'nginx.conf'), '-e', error], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const complaint = text(child.stderr);
  await untilListening(child, apps.auth.port, complaint);
  return {
    log: () => readFile(error, 'utf8'),
    stop: async () => {
      const ended = once(child, 'exit');
      if (child.kill('SIGTERM')) await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function untilListening(child: ChildProcess, port: number, complaint: Promise<string>): Promise<void> {
  const failed = once(child, 'exit').then(async () => {
    throw new Error(`nginx ended: ${await complaint}`);
  });
  const answers = async () => {
    while (
      !(await fetch(`http://127.0.0.1:${port}/healthz`).then(
        () => true,
        () => false,
      ))
    )
      await sleep(50);
  };
  failed.catch(() => {});
  await Promise.race([answers(), failed]);
}
