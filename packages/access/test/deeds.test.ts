import { transaction } from '@countersign/db/connections/transaction';
import { enterOrganization, inOrg, queries } from '@countersign/db/tenancy/in-org';
import { fixedId, newId } from '@countersign/runtime/ids';
import { useTestDatabase } from '@countersign/testing/use-test-database';
import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { beginDeed } from '../src/deeds/begin-deed.ts';
import { deedsOf } from '../src/deeds/deed-store.ts';

const database = useTestDatabase('demo');
const acme = { organizationId: fixedId('organization', 'acme'), teamId: null };
const design = { ...acme, teamId: fixedId('team', 'acme', 'Design') };
const globex = { organizationId: fixedId('organization', 'globex'), teamId: null };

/** Tables whose changes nobody is told of, each with the reason. */
const UNTOLD = [
  // Remembers calls, not work.
  'idempotency_record',
  // Counters and places that belong to documents told by themselves.
  'document_content',
  'document_series',
  'document_storage',
  'recurring_draft',
  // Set by the organization's admin in the console, told by the audit log.
  'bookkeeper',
  // Made of records by a job, week by week.
  'signal_insight',
  // Deeds themselves, and what waits to become one.
  'proposal',
  'deed',
  'deed_change',
];

it('tells of every tenant table, but for those with a reason', async () => {
  const { rows } = await database.owner.query<{ name: string }>(`
    select relname as name from pg_class
    where relkind = 'r' and relnamespace = 'public'::regnamespace
      and exists (select from pg_policy where polrelid = pg_class.oid and polname = 'tenant')
      and not exists (select from pg_trigger where tgrelid = pg_class.oid and tgname = 'deed')
    order by 1`);
  expect(rows.map(({ name }) => name)).toEqual(UNTOLD.toSorted());
});

const renamed = (name: string) => (tx: Parameters<Parameters<typeof inOrg>[2]>[0]) =>
  sql`update project set name = ${name} where team_id = ${design.teamId}`.execute(queries(tx));

/** A deed of somebody in Acme that renames Design's projects. */
async function aDeed(name: string): Promise<string> {
  const id = newId();
  await inOrg(database.tools, acme, async (tx) => {
    beginDeed(queries(tx), id, {
      kind: 'assistant',
      userId: fixedId('user', 'ada'),
      throughName: 'Claude',
      tool: 'update_project',
    });
    await renamed(name)(tx);
  });
  return id;
}

it('names who did it, and each field before and after', async () => {
  const [deed] = await inOrg(database.tools, acme, async (tx) => deedsOf(tx, [await aDeed('Renamed')]));
  expect(deed).toMatchObject({
    actor: { kind: 'assistant', userId: fixedId('user', 'ada'), throughName: 'Claude', tool: 'update_project' },
    changes: expect.arrayContaining([
      expect.objectContaining({
        happened: 'changed',
        fields: { name: { before: expect.any(String), after: 'Renamed' } },
      }),
    ]),
  });
});

it('is written for a process that does not say who it is, and never for the owner’s own hands', async () => {
  const before = await database.owner.query<{ count: number }>('select count(*)::int as count from deed');
  await transaction(database.owner, async (db) => {
    await renamed('By a migration')(await enterOrganization(db, acme));
  });
  expect((await database.owner.query('select count(*)::int as count from deed')).rows).toEqual(before.rows);
  await inOrg(database.tools, acme, renamed('By nobody'));
  const { rows } = await database.owner.query('select actor_kind, user_id from deed order by at desc limit 1');
  expect(rows).toEqual([{ actor_kind: 'system', user_id: null }]);
});

it('is nothing where the change was rolled back', async () => {
  const id = newId();
  const tried = inOrg(database.tools, acme, async (tx) => {
    beginDeed(queries(tx), id, { kind: 'job', job: 'rename' });
    await renamed('Never')(tx);
    throw new Error('no');
  });
  await expect(tried).rejects.toThrow('no');
  expect(await inOrg(database.tools, acme, (tx) => deedsOf(tx, [id]))).toEqual([]);
});

it('is seen by whoever sees its records: not by another organization, nor by a connection to another team', async () => {
  const id = await aDeed('Seen');
  const other = await database.owner.query<{ id: string }>(
    `select id from team where organization_id = '${acme.organizationId}' and id <> '${design.teamId}' limit 1`,
  );
  const counts = [];
  for (const scope of [acme, design, globex, { ...acme, teamId: other.rows[0]?.id ?? '' }])
    counts.push((await inOrg(database.tools, scope, (tx) => deedsOf(tx, [id]))).length);
  expect(counts).toEqual([1, 1, 0, 0]);
});

it('cannot be added, changed or removed by any serving role', async () => {
  const id = await aDeed('Kept');
  for (const pool of [database.tools, database.control, database.jobs])
    for (const statement of [
      `delete from deed where id = '${id}'`,
      `update deed set user_id = null where id = '${id}'`,
      `update deed_change set fields = '{}' where deed_id = '${id}'`,
      `insert into deed (organization_id, id, actor_kind) values ('${acme.organizationId}', '${newId()}', 'person')`,
    ])
      await expect(pool.query(statement)).rejects.toThrow(/permission denied/);
});

it('keeps two hundred changes and counts the rest; a long text is told by its length', async () => {
  const id = newId();
  await inOrg(database.tools, acme, async (tx) => {
    beginDeed(queries(tx), id, { kind: 'job', job: 'many' });
    await sql`insert into customer_note (organization_id, id, customer_id, body)
      select organization_id, gen_random_uuid(), id, repeat('a', 501) from customer, generate_series(1, 250) where id = (select id from customer limit 1)`.execute(
      queries(tx),
    );
  });
  const [deed] = await inOrg(database.tools, acme, (tx) => deedsOf(tx, [id]));
  expect([deed?.changes.length, deed?.moreChanges]).toEqual([200, 50]);
  expect(deed?.changes[0]?.fields).toMatchObject({ body: { before: null, after: { length: 501 } } });
});
