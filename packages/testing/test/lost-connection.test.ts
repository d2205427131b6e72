import { transaction, withQueries } from '@countersign/db/connections/transaction';
import { useTestDatabase } from '@countersign/testing/use-test-database';
import { sql } from 'kysely';
import { expect, it } from 'vitest';

const database = useTestDatabase('demo');

async function terminate(pid: number): Promise<void> {
  await database.owner.query('select pg_terminate_backend($1, 5000)', [pid]);
  // The server has closed the connection; this turn lets its end be read.
  await new Promise((read) => setTimeout(read, 50));
}

it('a connection that dies in use fails its next statement as unavailable, and neither the process nor the pool', async () => {
  const lost = transaction(database.control, async (db) => {
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(db);
    await terminate(rows[0]?.pid ?? 0);
    return db.selectFrom('user').select('id').execute();
  });
  await expect(lost).rejects.toMatchObject({ code: 'unavailable' });
  const people = await withQueries(database.control, (db) => db.selectFrom('user').select('id').execute());
  expect(people).toHaveLength(5);
});
