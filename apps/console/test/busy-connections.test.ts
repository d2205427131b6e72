import { createPool, type Pool } from '@countersign/db/connections/pool';
import { withQueries } from '@countersign/db/connections/transaction';
import { fixedId } from '@countersign/runtime/ids';
import { useTestDatabase } from '@countersign/testing/use-test-database';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ActivityQuery, activityPage } from '../src/server/activity/activity-page.ts';
import { callsPerDay } from '../src/server/activity/calls-per-day.ts';

const READS = 20_000;
const ids = { connection: fixedId('connection', 'busy'), apiKey: fixedId('api_key', 'busy') };

const database = useTestDatabase('demo');
/** Of one connection, since that is how the database counts what is read. */
let pool: Pool;
beforeAll(async () => {
  pool = createPool(database.controlUrl, { applicationName: 'test', max: 1 });
  await database.owner.query(
    `insert into audit_event (id, at, action, severity, outcome, connection_id, api_key_id, actor_kind, details)
     select gen_random_uuid(), now() - i * interval '20 seconds', case when i % 4000 = 1 then 'token.renewed' else 'tool.called' end,
       case when i % 5000 = 2 then 'warning' else 'info' end, 'ok', $1, $2, 'user', jsonb_build_object('tool', 'x', 'writes', i % 2000 = 3)
     from generate_series(1, ${READS}) as i`,
    [ids.connection, ids.apiKey],
  );
  await database.owner.query('analyze audit_event');
});
afterAll(() => pool.end());

/** How many rows of the log were looked at to answer. */
async function rowsRead(ask: () => Promise<unknown>): Promise<number> {
  const read = async () => {
    await pool.query('select pg_stat_force_next_flush()');
    const { rows } = await pool.query<{ read: number }>(
      "select seq_tup_read + coalesce(idx_tup_fetch, 0) as read from pg_stat_user_tables where relname = 'audit_event'",
    );
    return rows[0]?.read ?? 0;
  };
  const before = await read();
  await ask();
  return (await read()) - before;
}

describe.each([
  ['a connection', { connectionId: ids.connection }],
  ['an API key', { apiKeyId: ids.apiKey }],
])(`of ${READS} calls of %s that read, hardly one is looked at to find`, (_whose, of) => {
  const rare: [string, Partial<ActivityQuery>, number][] = [
    ['its OAuth life', { kind: 'oauth' }, 5],
    ['its writes', { kind: 'writes' }, 10],
    ['what an admin may see', { withoutReads: true }, 15],
    ['what is out of the ordinary', { severity: 'notice' }, 4],
    ['what is critical', { severity: 'critical' }, 0],
  ];
  it.each(rare)('%s', async (_what, narrowed, count) => {
    const query = { of, viewerId: fixedId('user', 'ben'), limit: 50, ...narrowed };
    const ask = () => withQueries(pool, (db) => activityPage(db, query));
    expect((await ask()).items.length).toBe(count);
    expect(await rowsRead(ask)).toBeLessThan(100);
  });
});

it('the calls of each day add up', async () => {
  const { days } = await withQueries(pool, (db) => callsPerDay(db, ids.connection, 'Europe/Helsinki', new Date()));
  const total = (of: 'reads' | 'writes') => days.reduce((sum, day) => sum + day[of], 0);
  expect({ reads: total('reads'), writes: total('writes') }).toEqual({ reads: READS - 15, writes: 10 });
});
