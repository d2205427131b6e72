import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface RedisServer {
  /** Its end, without a chance to tidy up. */
  readonly stop: () => Promise<void>;
}

/** A real Redis that keeps nothing. `program` is REDIS_SERVER, where it has another name. */
export async function startRedis(port: number, program = 'redis-server'): Promise<RedisServer> {
  const folder = await mkdtemp(join(tmpdir(), 'countersign-redis-'));
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--dir', folder];
  const redis = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  await new Promise<void>((resolve, reject) => {
    redis.once('error', reject);
    redis.once('exit', (code) => reject(new Error(`redis-server ended with ${code}`)));
    redis.stdout.on('data', (text: Buffer) => {
      if (text.includes('Ready to accept connections')) resolve();
    });
  });
  return {
    stop: async () => {
      if (redis.exitCode === null && redis.signalCode === null) {
        redis.kill('SIGKILL');
        await once(redis, 'exit');
      }
      await rm(folder, { recursive: true, force: true });
    },
  };
}
