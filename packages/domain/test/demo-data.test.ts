import { inOrg, queries } from '@countersign/db/in-org';
import { fixedId } from '@countersign/runtime/ids';
import { createTestDatabase, type TestDatabase } from '@countersign/testing/test-database';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase('demo');
});
afterAll(() => database.drop());

describe.each(['acme', 'globex', 'initech'])('the demo data of %s', (slug) => {
  it.each([
    ['project', 20],
    ['project_phase', 60],
    ['task', 150],
    ['event', 40],
    ['shift', 30],
    ['customer', 30],
    ['contact', 60],
    ['invoice', 100],
    ['quote', 15],
    ['time_entry', 400],
    ['payment', 60],
    ['credit_note', 5],
    ['refund', 1],
    ['journal_entry', 200],
    ['budget', 15],
    ['bookkeeper_message', 5],
    ['signal_issue', 5],
    ['signal_insight', 8],
  ])('has enough of every %s to be worth reading', async (table, least) => {
    const scope = { organizationId: fixedId('organization', slug), teamId: null };
    const { rows } = await inOrg(database.tools, scope, (tx) =>
      sql<{ count: number }>`select count(*) as count from ${sql.table(table)}`.execute(queries(tx)),
    );
    expect(rows[0]?.count).toBeGreaterThanOrEqual(least);
  });
});
