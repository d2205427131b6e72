import { setImmediate as turn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { createTurns } from './turns.ts';

it('whoever asks for much makes nobody wait for more than what is under way', async () => {
  const turns = createTurns({ places: 1, waitingMax: 20 });
  const order: string[] = [];
  const leaving: (() => void)[] = [];
  const ask = async (owner: string) => {
    const leave = await turns.take(owner);
    order.push(owner);
    if (leave) leaving.push(leave);
  };
  const asked = ['flood', 'flood', 'flood', 'flood', 'acme', 'globex', 'acme'].map(ask);
  for (let done = 0; done < asked.length; done += 1) {
    await turn();
    expect(order).toHaveLength(done + 1);
    leaving[done]?.();
    // A place is given back once.
    leaving[done]?.();
  }
  expect(order).toEqual(['flood', 'flood', 'acme', 'globex', 'flood', 'acme', 'flood']);
});

it('whoever has too many waiting is told at once, and the others are not', async () => {
  const turns = createTurns({ places: 1, waitingMax: 2 });
  const leave = await turns.take('flood');
  const waiting = [turns.take('flood'), turns.take('flood')];
  expect(await turns.take('flood')).toBeUndefined();
  const other = turns.take('acme');
  leave?.();
  (await waiting[0])?.();
  expect(await other).toBeTypeOf('function');
});
