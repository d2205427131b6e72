import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { createFairShare } from './fair-share.ts';

function held() {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { work: () => promise, end: resolve };
}

it('lets an organization have its places at once, and the next in turn as one comes free', async () => {
  const share = createFairShare(2);
  const [first, second] = [held(), held()];
  const order: string[] = [];
  const calls = [share.within('acme', first.work), share.within('acme', second.work)];
  for (const name of ['third', 'fourth']) calls.push(share.within('acme', async () => void order.push(name)));
  await sleep(1);
  expect(order).toEqual([]);
  second.end();
  await sleep(1);
  expect(order).toEqual(['third', 'fourth']);
  first.end();
  await Promise.all(calls);
});

it('lets no organization wait for another', async () => {
  const share = createFairShare(1);
  const { work, end } = held();
  const busy = share.within('acme', work);
  expect(await share.within('globex', async () => 'answered')).toBe('answered');
  end();
  await busy;
});

it('refuses what waited too long, and does not run it later', async () => {
  const share = createFairShare(1, { waitMs: 20 });
  const { work, end } = held();
  const busy = share.within('acme', work);
  let ran = false;
  await expect(
    share.within('acme', async () => {
      ran = true;
    }),
  ).rejects.toMatchObject({ code: 'rate_limited', details: { retryAfterSeconds: 1 } });
  end();
  await busy;
  await sleep(1);
  expect(ran).toBe(false);
});

it('gives the place back when the work fails', async () => {
  const share = createFairShare(1, { waitMs: 20 });
  for (const attempt of ['one', 'another']) {
    await expect(share.within('acme', () => Promise.reject(new Error(attempt)))).rejects.toThrow(attempt);
  }
});

it('who waits in vain behind a database that says nothing is told so, and not to call less often', async () => {
  const share = createFairShare(1, { waitMs: 20, silentForMs: () => 20 });
  const { promise, resolve } = Promise.withResolvers<void>();
  const first = share.within('acme', () => promise);
  await expect(share.within('acme', async () => {})).rejects.toMatchObject({ code: 'unavailable' });
  resolve();
  await first;
});
