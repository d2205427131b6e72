import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fixedId } from '@countersign/runtime/ids';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AdminUnderTest, openAdmin } from './admin-under-test.ts';

let operator: AdminUnderTest;
beforeAll(async () => {
  operator = await openAdmin();
});
afterAll(() => operator.database.drop());

describe('organization export', () => {
  it('holds every row of the organization, none of another, and no credential', async () => {
    const parent = await mkdtemp(join(tmpdir(), 'countersign-export-'));
    const folder = join(parent, 'acme');
    await operator.facts(['organization', 'export', 'acme', '--to', folder]);
    const { files } = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8')) as {
      files: { table: string; rows: number }[];
    };
    expect((await readdir(folder)).toSorted()).toEqual(
      ['manifest.json', ...files.map(({ table }) => `${table}.jsonl`)].toSorted(),
    );
    const acme = fixedId('organization', 'acme');
    const { rows: tables } = await operator.query(
      "select table_name as name from information_schema.columns join information_schema.tables using (table_schema, table_name) where table_schema = 'public' and column_name = 'organization_id' and table_type = 'BASE TABLE' and table_name <> 'search_entry'",
    );
    for (const { name } of tables as { name: string }[]) {
      const { rows } = await operator.query(`select count(*)::int as count from "${name}" where organization_id = $1`, [
        acme,
      ]);
      expect(files).toContainEqual(
        expect.objectContaining({ table: name, rows: (rows[0] as { count: number }).count }),
      );
    }
    const everything = (
      await Promise.all(files.map(({ table }) => readFile(join(folder, `${table}.jsonl`), 'utf8')))
    ).join('');
    expect(everything).toContain('Acme Studio');
    for (const other of ['globex', 'initech']) expect(everything).not.toContain(fixedId('organization', other));
    expect(everything).not.toMatch(/argon2|_sealed|_hash"/);
    expect((await operator.admin(['--yes', 'organization', 'export', 'acme', '--to', folder])).err).toContain(
      'not there yet',
    );
    await rm(parent, { recursive: true });
  });

  it('leaves out no table but those that belong to no organization', async () => {
    const { rows } = await operator.query(
      "select table_name as name from information_schema.tables t where table_schema = 'public' and table_type = 'BASE TABLE' and not exists (select from information_schema.columns c where c.table_schema = t.table_schema and c.table_name = t.table_name and c.column_name = 'organization_id') order by 1",
    );
    expect((rows as { name: string }[]).map(({ name }) => name)).toMatchInlineSnapshot(`
      [
        "answered_challenge",
        "audit_seal",
        "client_metadata_document",
        "console_session",
        "deed_kind",
        "external_identity",
        "kysely_migration",
        "kysely_migration_lock",
        "login_session",
        "oidc_payload",
        "organization",
        "passkey",
        "password_reset",
        "sign_in_throttle",
        "signing_key",
        "user",
      ]
    `);
  });
});
