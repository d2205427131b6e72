import { createCounters } from '@countersign/runtime/counters';
import { createLog } from '@countersign/runtime/log';
import { expect, it } from 'vitest';
import type { ApiKeyPrincipal } from '../principals/principal.ts';
import { createCallLimits } from './call-limits.ts';

const settings = { credential: 1, person: 0, organization: 0 };

/** Keys whose digests begin alike, as of 65,537 at least two do. */
function keyOf(ending: number): ApiKeyPrincipal {
  return { kind: 'api_key', digest: Buffer.alloc(32, ending).fill(7, 0, 2) };
}

it('inventing API keys makes no counter for each, and uses up none of a key that the gate knows', async () => {
  const counters = createCounters({ redisUrl: undefined, log: createLog('test', 'silent') });
  const limits = createCallLimits(counters, settings);
  const known = keyOf(1);
  limits.learn(known, { user: null, organization: { id: 'acme', slug: 'acme', name: 'Acme' } });
  expect((await limits.take(keyOf(2))).refusal).toBeUndefined();
  expect((await limits.take(keyOf(3))).refusal).toMatchObject({ code: 'rate_limited' });
  expect((await limits.take(known)).refusal).toBeUndefined();
  expect((await limits.take(known)).refusal).toMatchObject({ code: 'rate_limited' });
});
