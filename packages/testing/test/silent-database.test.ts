import { databaseAnswers } from '@countersign/db/connections/database-answers';
import { createPool, type Pool } from '@countersign/db/connections/pool';
import { readTransaction } from '@countersign/db/connections/read-transaction';
import { transaction, withQueries } from '@countersign/db/connections/transaction';
import { startTcpProxy, type TcpProxy } from '@countersign/testing/tcp-proxy';
import { useTestDatabase } from '@countersign/testing/use-test-database';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

const database = useTestDatabase('demo');
let proxy: TcpProxy;
let pool: Pool;
beforeEach(async () => {
  proxy = await startTcpProxy({ host: '127.0.0.1', port: Number(new URL(database.controlUrl).port) });
  pool = createPool(proxy.through(database.controlUrl), {
    applicationName: 'test of silence',
    max: 3,
    connectTimeoutMs: 700,
    patience: { statementMs: 500, silentMs: 700, idleInTransactionMs: 2000 },
  });
});
afterEach(async () => {
  await pool.end();
  await proxy.close();
});

const people = sql`select count(*) from "user"`;
const ways = [
  ['a transaction', (work = people) => transaction(pool, (db) => work.execute(db))],
  ['a read', (work = people) => readTransaction(pool, (db) => work.execute(db))],
  ['a statement by itself', (work = people) => withQueries(pool, (db) => work.execute(db))],
] as const;

/** Leaves several open connections in the pool that have served before. */
async function warm(): Promise<void> {
  await Promise.all([1, 2, 3].map(() => withQueries(pool, (db) => sql`select pg_sleep(0.05)`.execute(db))));
}

const faults = [
  ['freezes', () => proxy.freeze()],
  ['freezes what is open and lets new connections pass', () => proxy.freeze('open')],
  ['is half closed, its far side gone', () => proxy.halfClose()],
  ['is cut', () => proxy.cut()],
] as const;

describe.each(faults)('a network that %s', (_fault, break_) => {
  it.each(ways)(
    'leaves nobody waiting: %s is unavailable, and works as soon as the network does',
    async (_way, ask) => {
      await warm();
      break_();
      await expect(ask()).rejects.toMatchObject({ code: 'unavailable' });
      proxy.heal();
      await vi.waitUntil(
        () =>
          ask().then(
            () => true,
            () => false,
          ),
        { timeout: 10_000 },
      );
      await expect(databaseAnswers(pool)).resolves.toEqual({});
    },
  );

  it('gives every connection back, however many were in use', async () => {
    await warm();
    break_();
    const asked = await Promise.allSettled(
      Array.from({ length: 9 }, () => transaction(pool, (db) => people.execute(db))),
    );
    for (const answer of asked) expect(answer).toMatchObject({ status: 'rejected', reason: { code: 'unavailable' } });
    expect(pool.waitingCount).toBe(0);
    proxy.heal();
    await Promise.all(
      Array.from({ length: 9 }, () =>
        vi.waitUntil(
          () =>
            ways[0][1]().then(
              () => true,
              () => false,
            ),
          { timeout: 10_000 },
        ),
      ),
    );
  });
});

it('a statement that is slow and not silent is ended by the database, and said to have taken too long', async () => {
  await expect(ways[0][1](sql`select count(*) from "user", pg_sleep(3)`)).rejects.toMatchObject({
    code: 'unavailable',
    message: expect.stringMatching(/took too long/),
  });
});

it('many statements, each within its time, are not taken for silence', async () => {
  const answered = await transaction(pool, async (db) => {
    for (let index = 0; index < 4; index += 1) await sql`select pg_sleep(0.3)`.execute(db);
    return true;
  });
  expect(answered).toBe(true);
});

it('a connection that owes nothing is not taken for silent', async () => {
  const { rows } = await transaction(pool, async (db) => {
    await people.execute(db);
    await new Promise((wake) => setTimeout(wake, 900));
    return people.execute(db);
  });
  expect(rows).toHaveLength(1);
});

it('connections that were not heard of since another one fell silent are not used any more', async () => {
  await warm();
  proxy.freeze('open');
  await expect(ways[0][1]()).rejects.toMatchObject({ code: 'unavailable' });
  // Those that idled beside it were as old. Nobody else has to wait to find out.
  await expect(ways[0][1]()).resolves.toMatchObject({ rows: [{}] });
});

it('the server lets go of what a vanished process held, without waiting for its network', async () => {
  const { rows } = await withQueries(pool, (db) =>
    sql<{ name: string; setting: string }>`select name, setting from pg_settings
      where name in ('statement_timeout', 'idle_in_transaction_session_timeout', 'tcp_keepalives_idle', 'tcp_user_timeout', 'TimeZone')`.execute(
      db,
    ),
  );
  expect(Object.fromEntries(rows.map(({ name, setting }) => [name, setting]))).toEqual({
    statement_timeout: '500',
    idle_in_transaction_session_timeout: '2000',
    tcp_keepalives_idle: '5',
    tcp_user_timeout: '10000',
    TimeZone: 'UTC',
  });
});

describe('a database that takes no writes', () => {
  beforeEach(async () => {
    await database.owner.query(
      `alter database ${new URL(database.ownerUrl).pathname.slice(1)} set default_transaction_read_only = on`,
    );
  });
  afterEach(async () => {
    await database.owner.query(
      'begin read write; alter database ' +
        new URL(database.ownerUrl).pathname.slice(1) +
        ' reset default_transaction_read_only; commit',
    );
  });

  it('is unavailable to who writes, serves who reads, and says so to who asks whether it is ready', async () => {
    const write = sql`update "user" set name = name`;
    await expect(transaction(pool, (db) => write.execute(db))).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringMatching(/read and not write/),
    });
    await expect(withQueries(pool, (db) => write.execute(db))).rejects.toMatchObject({ code: 'unavailable' });
    await expect(readTransaction(pool, (db) => people.execute(db))).resolves.toMatchObject({ rows: [{}] });
    await expect(databaseAnswers(pool)).rejects.toThrow(/takes no writes/);
  });
});

it('a write in a transaction that asked to read only is a mistake of ours, not the database’s', async () => {
  await expect(readTransaction(pool, (db) => sql`update "user" set name = name`.execute(db))).rejects.toMatchObject({
    code: '25006',
  });
});
