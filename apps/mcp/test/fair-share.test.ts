import { defineCatalogue } from '@countersign/contracts/catalogue';
import { defineTool } from '@countersign/contracts/define-tool';
import { whoeverIsPermitted } from '@countersign/contracts/policy';
import { queries } from '@countersign/db/tenancy/in-org';
import { useTestDatabase } from '@countersign/testing/use-test-database';
import type { FastifyInstance } from 'fastify';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { aKey, buildTestApp } from './test-app.ts';

const GROUND = 0x0c5_16ff;

const dig = defineTool({
  name: 'dig',
  title: 'Dig',
  summary: 'A report over far too many records, if it goes deep.',
  module: 'reports',
  effect: 'read',
  input: z.strictObject({ deep: z.boolean() }),
  output: z.object({}),
  examples: [{ deep: false }],
})
  .allow(whoeverIsPermitted)
  .handle(async (_ctx, { deep }, tx) => {
    if (!deep) return {};
    await queries(tx)
      .selectNoFrom((from) => from.fn('pg_advisory_xact_lock_shared', [from.val(GROUND)]).as('dug'))
      .execute();
    return {};
  });

const database = useTestDatabase('demo');
let app: FastifyInstance;
beforeEach(async () => {
  const catalogue = defineCatalogue([{ name: 'reports', title: 'Reports', area: 'general', tools: [dig] }]);
  app = await buildTestApp(database.tools, { catalogue });
});
afterEach(() => app.close());

async function digWith(key: string, deep: boolean): Promise<number> {
  const headers = { host: 'mcp.example.test', authorization: `Bearer ${key}` };
  const response = await app.inject({ method: 'POST', url: '/v1/tools/dig', headers, payload: { deep } });
  return response.statusCode;
}

/** Nobody who digs deep gets anywhere before `work` is done. */
async function onFrozenGround(work: () => Promise<void>): Promise<void> {
  const owner = await database.owner.connect();
  try {
    await owner.query('select pg_advisory_lock($1)', [GROUND]);
    await work();
  } finally {
    await owner.query('select pg_advisory_unlock($1)', [GROUND]);
    owner.release();
  }
}

/** In this database: the locks that pg_locks shows are those of the whole cluster, and other tests wait for some. */
async function diggers(): Promise<number> {
  const { rows } = await database.owner.query<{ count: number }>(
    `select count(*)::int as count from pg_locks join pg_database on pg_database.oid = database
     where datname = current_database() and locktype = 'advisory' and not granted`,
  );
  return rows[0]?.count ?? 0;
}

it.each([
  ['it has used before', true],
  ['that never called before', false],
])('an organization whose calls take long, with keys %s, leaves the others their connections', async (_, isKnown) => {
  const keys = await Promise.all(Array.from({ length: 30 }, () => aKey(database, { scopes: ['read:*'] })));
  const { key: other } = await aKey(database, { scopes: ['read:*'], organization: 'initech' });
  if (isKnown) for (const { key } of keys) expect(await digWith(key, false)).toBe(200);
  let flood: Promise<number>[] = [];
  await onFrozenGround(async () => {
    flood = keys.map(({ key }) => digWith(key, true));
    await vi.waitUntil(async () => (await diggers()) >= 5, { timeout: 20_000 });
    expect(await digWith(other, false)).toBe(200);
    expect(await diggers()).toBe(5);
  });
  await Promise.all(flood);
});
