import { type Counters, createCounters } from '@countersign/runtime/counters';
import { createLog } from '@countersign/runtime/log';
import { afterEach, describe, expect, it } from 'vitest';
import { freePort } from '../src/free-port.ts';
import { type RedisServer, startRedis } from '../src/redis-server.ts';

const LIMIT = { name: 'call', max: 3, windowSeconds: 60 };

const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
});

async function startRedisHere(port: number): Promise<RedisServer> {
  const redis = await startRedis(port, process.env['REDIS_SERVER']);
  ends.push(redis.stop);
  return redis;
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
    await startRedisHere(port);
    const [one, other] = [connect(port).of(LIMIT), connect(port).of(LIMIT)];
    // Until each has reached Redis it counts alone, on a key of its own here.
    await expect.poll(async () => (await one('a'), (await other('a')).exceeded), soon).toBe(true);

    const counts = await Promise.all([one('b'), other('b'), one('b'), other('b'), one('b')]);
    expect(counts.filter(({ exceeded }) => exceeded).length).toBe(2);
    expect(counts.filter(({ isNews }) => isNews).length).toBe(1);
  });

  it('go on in each process when Redis is lost, answer at once, and say so once', async () => {
    const port = await freePort();
    const redis = await startRedisHere(port);
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

    await startRedisHere(port);
    await expect.poll(() => lines.some((line) => line.includes('counted together')), soon).toBe(true);
    expect((await count('c')).exceeded).toBe(false);
  });

  it('start without Redis as well', async () => {
    const count = connect(await freePort()).of(LIMIT);
    for (let call = 0; call < LIMIT.max; call += 1) expect((await count('d')).exceeded).toBe(false);
    expect((await count('d')).exceeded).toBe(true);
  });
});
