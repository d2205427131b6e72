import { randomBytes } from 'node:crypto';
import { cp, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPool, type Pool } from '@countersign/db/connections/pool';
import { OWNING_PATIENCE } from '@countersign/db/connections/session-rules';
import { migrate } from '@countersign/db/server/migrate';
import { useTestDatabase } from '@countersign/testing/use-test-database';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const MIGRATIONS = join(import.meta.dirname, '../../../prisma/migrations');

const cluster = useTestDatabase();
let name: string;
let url: string;
let old: Pool;
let folder: string;
beforeEach(async () => {
  name = `old_${randomBytes(6).toString('hex')}`;
  await cluster.owner.query(`create database ${name}`);
  const address = new URL(cluster.ownerUrl);
  address.pathname = `/${name}`;
  url = address.href;
  old = createPool(url, { applicationName: 'test', patience: OWNING_PATIENCE, max: 1 });
  folder = await mkdtemp(join(tmpdir(), 'countersign-old-'));
});
afterEach(async () => {
  await old.end();
  await cluster.owner.query(`drop database ${name} with (force)`);
  await rm(folder, { recursive: true, force: true });
});

/** Brings the database to what a version had that knew only these. */
async function migrateOnly(isKnown: (migration: string) => boolean): Promise<void> {
  await rm(folder, { recursive: true });
  await cp(MIGRATIONS, folder, {
    recursive: true,
    filter: (path) => {
      const migration = /(\d{4}_\w+)$/.exec(path)?.[1];
      return migration === undefined || isKnown(migration);
    },
  });
  await migrate(url, folder);
}

describe('a database whose migrations came in another order than their numbers', () => {
  /** As they were, for a day or an hour, when two branches met. */
  it.each([
    ['0040 came after 0044', ['0040_assistant_list_history']],
    ['0021 came after 0030', ['0021_listed_assistants']],
  ])('is brought up to date: %s', async (_when, missing) => {
    const last = _when.slice(-4);
    await migrateOnly((migration) => migration.slice(0, 4) <= last && !missing.includes(migration));
    const applied = await migrate(url);
    expect(applied).toEqual(expect.arrayContaining(missing));
    expect(await migrate(url)).toEqual([]);
    const { rows } = await old.query<{ count: number }>('select count(*)::int as count from kysely_migration');
    expect(rows[0]?.count).toBe((await readdir(MIGRATIONS)).filter((entry) => /^\d{4}_/.test(entry)).length);
  });
});

it('a migration that was applied under a former number is not applied again', async () => {
  await migrateOnly((migration) => migration <= '0008_write_access_history');
  await old.query(
    "update kysely_migration set name = '0006_write_access_history' where name = '0008_write_access_history'",
  );
  expect(await migrate(url)).not.toContain('0008_write_access_history');
});

it('a migration whose statements fail takes nothing with it', async () => {
  await migrateOnly((migration) => migration <= '0008_write_access_history');
  await rename(join(folder, '0005_console'), join(folder, '0099_console_again'));
  await cp(join(MIGRATIONS, '0005_console'), join(folder, '0005_console'), { recursive: true });
  await expect(migrate(url, folder)).rejects.toThrow('Migration 0099_console_again failed; nothing was changed.');
});

it('rows of every old version are what they were after the newest migration, or what it makes of them', async () => {
  const [organization, person, customer, invoice, document] = Array.from({ length: 5 }, () => crypto.randomUUID());
  const [phone, desk, listed] = Array.from({ length: 3 }, () => crypto.randomUUID());
  const [overdueKey, freshKey] = Array.from({ length: 2 }, () => crypto.randomUUID());
  /** As the version wrote them that is not here any more: its triggers and references are not what is tried. */
  const write = (statements: string) =>
    old.query(`begin; set local session_replication_role = replica; ${statements}; commit`);
  const connection = (id: string, client: string, host: string, expires: string) =>
    `insert into connection (id, grant_id, client_id, client_name, redirect_host, user_id, organization_id, resource, requested, approved, expires_at)
     values ('${id}', 'grant-${id}', '${client}', 'Assistant', '${host}', '${person}', '${organization}', 'https://mcp.example/mcp', '{mcp:read}', '{mcp:read}', now() + interval '${expires}')`;

  await migrateOnly((migration) => migration <= '0008_write_access_history');
  await write(`
    insert into organization (id, slug, name) values ('${organization}', 'old', 'Old Company');
    insert into "user" (id, email, name, password_hash) values ('${person}', 'old@example.test', 'Old Hand', 'x');
    insert into membership (organization_id, user_id, role) values ('${organization}', '${person}', 'owner');
    insert into login_session (id_hash, user_id, created_at, expires_at) values ('\\x01', '${person}', '2026-11-01', now() + interval '1 day');
    insert into console_session (id_hash, user_id, expires_at) values ('\\x02', '${person}', now() + interval '1 day');
    insert into client (id, metadata, source) values ('listed', '{"redirect_uris": ["https://assistant.example/callback"]}', 'registered');
    ${connection(phone as string, 'phone', 'com.example.app', '1 day')};
    ${connection(desk as string, 'desk', 'localhost', '-1 day')};
    ${connection(listed as string, 'listed', 'assistant.example', '1 day')};
    insert into customer (organization_id, id, name) values ('${organization}', '${customer}', 'First Customer');
    insert into invoice (organization_id, id, customer_id, number, currency, payment_term_days, issued_at, issued_on, due_on, net_minor, vat_minor, total_minor, paid_minor, paid_on)
      values ('${organization}', '${invoice}', '${customer}', 1001, 'EUR', 14, '2026-11-02', '2026-11-02', '2026-11-16', 10000, 2550, 12550, 2550, '2026-11-10');
    insert into project (organization_id, id, name) values ('${organization}', gen_random_uuid(), 'Zeppelin')`);
  await migrateOnly((migration) => migration < '0037_expiry');
  const key = (id: string, expires: string) =>
    `insert into api_key (id, organization_id, kind, name, digest, prefix, scopes, allowed_addresses, created_by, expires_at)
     values ('${id}', '${organization}', 'organization', 'Nightly', sha256('${id}'), 'csk_o', '{read:*}', '{}', '${person}', now() + interval '${expires}')`;
  await write(`${key(overdueKey as string, '-1 day')}; ${key(freshKey as string, '1 day')}`);
  await migrateOnly((migration) => migration < '0058_documents_have_a_bound');
  await old.query(`insert into document (organization_id, id, name, content_type, size_bytes, digest)
    values ('${organization}', '${document}', 'Contract', 'application/pdf', 5000, sha256('x'))`);
  await migrate(url);

  const one = async (statement: string): Promise<unknown> => {
    const { rows } = await old.query<Record<string, unknown>>(statement);
    return rows.length === 1 && rows[0] ? Object.values(rows[0])[0] : rows;
  };
  await old.query(`select set_config('app.organization_id', '${organization}', false)`);
  // 0016: a console session hangs on a login session; those from before are ended, and the sign-in itself is not.
  expect(await one('select count(*) from console_session')).toBe(0);
  expect(await one('select id is not null from login_session')).toBe(true);
  // 0062: it was proved when it began.
  expect(await one('select proved_at = created_at from login_session')).toBe(true);
  // 0020: an issued invoice has its reference, parties, payment and the next number.
  expect(await one('select payment_reference from invoice')).toMatch(/^RF\d\d1001$/);
  expect(await one("select seller ->> 'name' || ', ' || (buyer ->> 'name') from invoice")).toBe(
    'Old Company, First Customer',
  );
  expect(await one("select amount_minor || ' ' || paid_on from payment")).toBe('2550 2026-11-10');
  expect(await one('select next_number from document_series')).toBe(1002);
  // 0021: a private-use scheme keeps its colon, so that no list of hosts means it.
  const hosts = await old.query('select client_id, redirect_host from connection order by client_id');
  expect(hosts.rows).toEqual([
    { client_id: 'desk', redirect_host: 'localhost' },
    { client_id: 'listed', redirect_host: 'assistant.example' },
    { client_id: 'phone', redirect_host: 'com.example.app:' },
  ]);
  // 0037: what had run out is no news.
  expect(await one(`select array_agg(client_id) from connection where expiry_noted_at is not null`)).toEqual(['desk']);
  expect(await one(`select id from api_key where expiry_noted_at is not null`)).toBe(overdueKey);
  // 0058: what documents take is counted.
  expect(await one('select bytes from document_storage')).toBe(5000);
  // 0034, 0060: what was there before is found.
  expect(await one("select kind from find_records('{project}', 'zeppelin', 30)")).toBe('project');
});
