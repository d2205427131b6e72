import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { type Counters, createCounters } from '../src/counters.ts';
import { createLog } from '../src/log.ts';

const LIMIT = { name: 'call', max: 3, windowSeconds: 60 };

const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' && address ? address.port : 0;
}

/** A real Redis that keeps nothing; REDIS_SERVER names it where it has another name. */
async function startRedis(port: number): Promise<{ stop: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'countersign-redis-'));
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--dir', folder];
  const redis = spawn(process.env['REDIS_SERVER'] ?? 'redis-server', args, { stdio: ['ignore', 'pipe', 'inherit'] });
  await new Promise<void>((resolve, reject) => {
    redis.once('error', reject);
    redis.once('exit', (code) => reject(new Error(`redis-server ended with ${code}`)));
    redis.stdout.on('data', (text: Buffer) => {
      if (text.includes('Ready to accept connections')) resolve();
    });
  });
  const stop = async () => {
    if (redis.exitCode === null && redis.signalCode === null) {
      redis.kill('SIGKILL');
      await once(redis, 'exit');
    }
    await rm(folder, { recursive: true, force: true });
  };
  ends.push(stop);
  return { stop };
}

function connect(port: number, lines: string[] = []): Counters {
  const log = createLog('test', 'info', { write: (line: string) => void lines.push(line) });
  const counters = createCounters({ redisUrl: `redis://127.0.0.1:${port}`, log });
  ends.push(counters.close);
  return counters;
}

const soon = { timeout: 8000, interval: 50 };

describe('counters on Redis', () => {
  it('are those of every process together', async () => {
    const port = await freePort();
    await startRedis(port);
    const [one, other] = [connect(port).of(LIMIT), connect(port).of(LIMIT)];
    // Until each has reached Redis it counts alone, on a key of its own here.
    await expect.poll(async () => (await one('a'), (await other('a')).exceeded), soon).toBe(true);

    const counts = await Promise.all([one('b'), other('b'), one('b'), other('b'), one('b')]);
    expect(counts.filter(({ exceeded }) => exceeded).length).toBe(2);
    expect(counts.filter(({ isNews }) => isNews).length).toBe(1);
  });

  it('go on in each process when Redis is lost, answer at once, and say so once', async () => {
    const port = await freePort();
    const redis = await startRedis(port);
    const lines: string[] = [];
    const count = connect(port, lines).of(LIMIT);
    await count('warm');
    await redis.stop();

    const startedAt = performance.now();
    for (let call = 0; call < LIMIT.max; call += 1) expect((await count('c')).exceeded).toBe(false);
    expect(await count('c')).toMatchObject({ exceeded: true });
    expect(performance.now() - startedAt).toBeLessThan(2000);
    await expect
      .poll(() => lines.filter((line) => line.includes('counted in this process alone')).length, soon)
      .toBe(1);

    await startRedis(port);
    await expect.poll(() => lines.some((line) => line.includes('counted together')), soon).toBe(true);
    expect((await count('c')).exceeded).toBe(false);
  });

  it('start without Redis as well', async () => {
    const count = connect(await freePort()).of(LIMIT);
    for (let call = 0; call < LIMIT.max; call += 1) expect((await count('d')).exceeded).toBe(false);
    expect((await count('d')).exceeded).toBe(true);
  });
});
