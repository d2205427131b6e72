import { readTransaction } from '@countersign/db/connections/read-transaction';
import { transaction, withQueries } from '@countersign/db/connections/transaction';
import { inOrg, queries } from '@countersign/db/tenancy/in-org';
import { fixedId } from '@countersign/runtime/ids';
import { useTestDatabase } from '@countersign/testing/use-test-database';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';

const database = useTestDatabase('demo');

const acme = fixedId('organization', 'acme');

describe('the tools role', () => {
  it('sees nothing when a query runs outside an organization', async () => {
    const rows = await withQueries(database.tools, (db) => db.selectFrom('membership').selectAll().execute());
    expect(rows).toEqual([]);
  });

  it('sees only its organization when a query forgot to name it', async () => {
    const rows = await inOrg(database.tools, { organizationId: acme, teamId: null }, (tx) =>
      queries(tx).selectFrom('membership').select('organizationId').execute(),
    );
    expect(rows.length).toBe(4);
    expect(new Set(rows.map((row) => row.organizationId))).toEqual(new Set([acme]));
  });

  it('keeps no organization on a connection after its transaction', async () => {
    await inOrg(database.tools, { organizationId: acme, teamId: null }, async (tx) => {
      await queries(tx).selectFrom('team').selectAll().execute();
    });
    const rows = await withQueries(database.tools, (db) => db.selectFrom('team').selectAll().execute());
    expect(rows).toEqual([]);
  });

  it.each(['connection', 'oidc_payload', 'login_session', 'client', 'write_access_request', 'sign_in_throttle'])(
    'cannot read %s',
    async (table) => {
      await expect(
        withQueries(database.tools, (db) => sql`select * from ${sql.table(table)}`.execute(db)),
      ).rejects.toThrow(/permission denied/);
    },
  );

  it.each(['password_hash'])('cannot read a person’s %s', async (column) => {
    await expect(
      withQueries(database.tools, (db) => sql`select ${sql.ref(column)} from "user"`.execute(db)),
    ).rejects.toThrow(/permission denied/);
  });

  it('cannot turn a switch, change a role or rewrite the audit log', async () => {
    for (const statement of [
      'update organization set mcp_write = true',
      "update membership set role = 'owner'",
      'delete from audit_event',
      "update audit_event set outcome = 'ok'",
      'select * from audit_event',
    ]) {
      await expect(transaction(database.tools, (db) => sql.raw(statement).execute(db))).rejects.toThrow(
        /permission denied/,
      );
    }
  });
});

describe('the control role', () => {
  it('can add to the audit log, and neither change nor delete it', async () => {
    for (const statement of [
      'delete from audit_event',
      "update audit_event set outcome = 'ok'",
      'truncate audit_event',
    ]) {
      await expect(transaction(database.control, (db) => sql.raw(statement).execute(db))).rejects.toThrow(
        /permission denied/,
      );
    }
  });

  it('cannot store billing write without write', async () => {
    await expect(
      transaction(database.control, (db) =>
        db
          .updateTable('organization')
          .set({ mcpWrite: false, mcpBillingWrite: true })
          .where('slug', '=', 'acme')
          .execute(),
      ),
    ).rejects.toThrow(/billing_write_is_part_of_write/);
  });
});

describe('a read transaction', () => {
  it('cannot change anything, and sees nothing before it knows its organization', async () => {
    await expect(readTransaction(database.owner, (db) => db.deleteFrom('membership').execute())).rejects.toThrow(
      /read-only transaction/,
    );
    const rows = await readTransaction(database.tools, (db) => db.selectFrom('team').selectAll().execute());
    expect(rows).toEqual([]);
  });
});
