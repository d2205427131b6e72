import type { Queries } from '@countersign/db/connections/named-statements';
import { transaction, withQueries } from '@countersign/db/connections/transaction';
import { withCommit } from '@countersign/db/connections/with-commit';
import { newId } from '@countersign/runtime/ids';
import { useTestDatabase } from '@countersign/testing/use-test-database';
import { sql } from 'kysely';
import { expect, it } from 'vitest';

const database = useTestDatabase('demo');

const aPerson = (db: Queries, email: string) =>
  db.insertInto('user').values({ id: newId(), email, name: 'New', passwordHash: '' });

async function peopleCalled(email: string): Promise<number> {
  const found = await withQueries(database.control, (db) =>
    db.selectFrom('user').select('id').where('email', '=', email).execute(),
  );
  return found.length;
}

const nonsense = (db: Queries) => withCommit(db, sql`select 1 / 0`.compile(db));

it('a statement sent with the commit is committed with it', async () => {
  await transaction(database.control, async (db) => withCommit(db, aPerson(db, 'sent@example.test').compile()));
  expect(await peopleCalled('sent@example.test')).toBe(1);
});

it('a statement sent with the commit that fails undoes the transaction, and says why', async () => {
  const failed = transaction(database.control, async (db) => {
    await aPerson(db, 'undone@example.test').execute();
    nonsense(db);
    withCommit(db, aPerson(db, 'after@example.test').compile());
  });
  await expect(failed).rejects.toThrow('division by zero');
  expect(await peopleCalled('undone@example.test')).toBe(0);
});

it('a statement that is waited for after the one that failed fails for the first one’s reason', async () => {
  const failed = transaction(database.control, async (db) => {
    nonsense(db);
    await aPerson(db, 'later@example.test').execute();
  });
  await expect(failed).rejects.toThrow('division by zero');
});

it('a failure that the work overlooked is no commit', async () => {
  const overlooked = transaction(database.control, async (db) => {
    await aPerson(db, 'overlooked@example.test').execute();
    await sql`select 1 / 0`.execute(db).catch(() => {});
  });
  await expect(overlooked).rejects.toThrow('nothing was committed');
  expect(await peopleCalled('overlooked@example.test')).toBe(0);
});

it('what one transaction sent is no matter of the next on the same connection', async () => {
  const one = database.control;
  await expect(transaction(one, async (db) => nonsense(db))).rejects.toThrow('division by zero');
  for (let times = 0; times < one.options.max; times += 1) {
    await transaction(one, async (db) => db.selectFrom('user').select('id').execute());
  }
});
