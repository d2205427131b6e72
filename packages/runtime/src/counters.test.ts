import { describe, expect, it } from 'vitest';
import { createCounters } from './counters.ts';
import { createLog } from './log.ts';

const log = createLog('test', 'silent');

describe('counters in memory', () => {
  it('let a key go as far as its limit, say once that it went beyond, and count every key by itself', async () => {
    const count = createCounters({ redisUrl: undefined, log }).of({ name: 'call', max: 2, windowSeconds: 60 });
    const first = await count('a');
    expect(first).toMatchObject({ remaining: 1, exceeded: false, isNews: false });
    expect(first.resetSeconds).toBeGreaterThan(58);
    expect(await count('a')).toMatchObject({ remaining: 0, exceeded: false });
    expect(await count('a')).toMatchObject({ remaining: 0, exceeded: true, isNews: true });
    expect(await count('a')).toMatchObject({ exceeded: true, isNews: false });
    expect(await count('b')).toMatchObject({ remaining: 1, exceeded: false });
  });

  it('count two limits apart even for the same key', async () => {
    const counters = createCounters({ redisUrl: undefined, log });
    const [one, other] = ['one', 'other'].map((name) => counters.of({ name, max: 1, windowSeconds: 60 }));
    await one?.('a');
    expect(await one?.('a')).toMatchObject({ exceeded: true });
    expect(await other?.('a')).toMatchObject({ exceeded: false });
  });

  it('begin anew when the window is over', async () => {
    const count = createCounters({ redisUrl: undefined, log }).of({ name: 'call', max: 1, windowSeconds: 1 });
    await count('a');
    expect(await count('a')).toMatchObject({ exceeded: true, resetSeconds: 1 });
    await new Promise((resolve) => setTimeout(resolve, 1050));
    expect(await count('a')).toMatchObject({ exceeded: false });
  });
});
