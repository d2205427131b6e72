import { withQueries } from '@countersign/db/connections/transaction';
import { inOrg, queries } from '@countersign/db/tenancy/in-org';
import { fixedId, newId } from '@countersign/runtime/ids';
import { useTestDatabase } from '@countersign/testing/use-test-database';
import { sql } from 'kysely';
import { beforeAll, expect, it } from 'vitest';

const database = useTestDatabase('demo');
let tables: readonly { readonly name: string; readonly forced: boolean }[];
beforeAll(async () => {
  // Tenant tables are those that say so, and every other the tools role may write, but for the two it may only add to.
  const { rows } = await withQueries(database.owner, (db) =>
    sql<{ name: string; forced: boolean }>`
      select relname as name, relrowsecurity and relforcerowsecurity as forced from pg_class
      where relkind = 'r' and relnamespace = 'public'::regnamespace and (
        exists (select from pg_policy where polrelid = pg_class.oid and polname = 'tenant')
        or has_table_privilege('countersign_tools', oid, 'insert') and relname not in ('audit_event', 'outgoing_mail')
      )`.execute(db),
  );
  tables = rows;
});

const acme = { organizationId: fixedId('organization', 'acme'), teamId: null };

it('has tables for everything the modules keep, all under forced row-level security', () => {
  expect(tables.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['project', 'project_phase', 'task', 'event', 'shift', 'customer', 'contact', 'invoice']),
  );
  expect(tables.filter(({ forced }) => !forced)).toEqual([]);
});

it('shows no row of any of them outside an organization, and only its own inside', async () => {
  for (const { name } of tables) {
    const foreign = sql<{ count: number }>`select count(*) as count from ${sql.table(name)}
      where organization_id is distinct from ${acme.organizationId}`;
    const all = sql<{ count: number }>`select count(*) as count from ${sql.table(name)}`;
    const outside = await withQueries(database.tools, (db) => all.execute(db));
    expect([name, outside.rows[0]?.count]).toEqual([name, 0]);
    const inside = await inOrg(database.tools, acme, (tx) => foreign.execute(queries(tx)));
    expect([name, inside.rows[0]?.count]).toEqual([name, 0]);
  }
});

it('shows a team nothing of another team, nor of the whole organization, in tables that know teams', async () => {
  const design = fixedId('team', 'acme', 'Design');
  const { rows } = await withQueries(database.owner, (db) =>
    sql<{ name: string }>`select table_name as name from information_schema.columns
      where table_schema = 'public' and column_name = 'team_id' and table_name in (${sql.join(tables.map(({ name }) => name))})`.execute(
      db,
    ),
  );
  expect(rows.length).toBeGreaterThan(4);
  for (const { name } of rows) {
    const others = sql<{ count: number }>`select count(*) as count from ${sql.table(name)}
      where team_id is distinct from ${design}`;
    const seen = await inOrg(database.tools, { ...acme, teamId: design }, (tx) => others.execute(queries(tx)));
    expect([name, seen.rows[0]?.count]).toEqual([name, 0]);
  }
});

it('refuses a row for another organization or another team', async () => {
  const insert = (organizationId: string, teamId: string | null) =>
    sql`insert into project (organization_id, id, team_id, name) values (${organizationId}, ${newId()}, ${teamId}, 'Smuggled')`;
  const globex = fixedId('organization', 'globex');
  await expect(inOrg(database.tools, acme, (tx) => insert(globex, null).execute(queries(tx)))).rejects.toThrow(
    /row-level security/,
  );
  const narrowed = { ...acme, teamId: fixedId('team', 'acme', 'Design') };
  for (const teamId of [null, fixedId('team', 'acme', 'Engineering')]) {
    const call = inOrg(database.tools, narrowed, (tx) => insert(acme.organizationId, teamId).execute(queries(tx)));
    await expect(call).rejects.toThrow(/row-level security/);
  }
});

it('has keys and indexes that all begin with the organization', async () => {
  const { rows } = await withQueries(database.owner, (db) =>
    sql<{ name: string }>`select indexdef as name from pg_indexes
      where schemaname = 'public' and tablename in (${sql.join(tables.map(({ name }) => name))})
        and tablename <> 'idempotency_record' and indexdef !~ '\\(organization_id'`.execute(db),
  );
  expect(rows).toEqual([]);
});

it('lets the planner expect about as many rows of each as there are', async () => {
  await database.owner.query('analyze');
  const misjudged = await inOrg(database.tools, acme, async (tx) => {
    const found = [];
    for (const { name } of tables) {
      const all = sql`from ${sql.table(name)}`;
      const counted = await sql<{ count: number }>`select count(*) as count ${all}`.execute(queries(tx));
      const { rows } = await sql<Record<string, readonly { Plan: { 'Plan Rows': number } }[]>>`
        explain (format json) select * ${all}`.execute(queries(tx));
      const [plan] = Object.values(rows[0] ?? {}).flat();
      const expected = plan?.Plan['Plan Rows'] ?? 0;
      const count = counted.rows[0]?.count ?? 0;
      if (count > 20 && expected < count / 2) found.push({ name, count, expected });
    }
    return found;
  });
  expect(misjudged).toEqual([]);
});
