import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { sealAuditLog } from '@countersign/access/audit-seal';
import { clientSealContext } from '@countersign/access/client-seal';
import { verifyPassword } from '@countersign/access/password';
import { SEALED_COLUMNS } from '@countersign/access/reseal';
import { addSigningKey, openPrivateKey } from '@countersign/access/signing-key';
import { queueMail } from '@countersign/db/queue-mail';
import { transaction } from '@countersign/db/transaction';
import { fixedId } from '@countersign/runtime/ids';
import { deriveKey, unseal } from '@countersign/runtime/secret-key';
import { aConnection } from '@countersign/testing/connection-builder';
import { createTestDatabase, TEST_SECRET_KEY, type TestDatabase } from '@countersign/testing/test-database';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const MAIN = join(import.meta.dirname, '../src/main.ts');

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase('demo');
});
afterAll(() => database.drop());

/** Runs the command as an operator's script does. */
async function admin(args: readonly string[], env: Record<string, string> = {}) {
  const child = spawn(process.execPath, [MAIN, ...args], {
    cwd: tmpdir(),
    env: { PATH: process.env['PATH'], DATABASE_URL: database.ownerUrl, SECRET_KEY: TEST_SECRET_KEY, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<number | null>((done) => child.once('close', done));
  const [out, err, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { out, err, code };
}

async function facts<T>(args: readonly string[], env?: Record<string, string>): Promise<T> {
  const { out, err, code } = await admin(['--yes', '--json', ...args], env);
  expect({ err, code }).toEqual({ err: '', code: 0 });
  return JSON.parse(out) as T;
}

const query = (statement: string, values: unknown[] = []) => database.owner.query(statement, values);

describe('a command that changes something', () => {
  it('says what it will do, and does nothing when nobody is there to agree', async () => {
    const { err, code } = await admin(['password', 'reset', 'ada@example.test']);
    expect(err).toContain('This gives ada@example.test a new password');
    expect(err).toContain('Add --yes');
    expect(code).toBe(1);
  });

  it('is written to the audit log as the operator’s', async () => {
    await facts(['password', 'reset', 'ben@example.test']);
    const { rows } = await query("select actor_kind, actor_id from audit_event where action = 'password.reset'");
    expect(rows).toEqual([{ actor_kind: 'system', actor_id: 'operator' }]);
  });
});

describe('without a database or a key', () => {
  it('names the variable and the cure', async () => {
    const nowhere = await admin(['connections', 'list'], { DATABASE_URL: '' });
    expect(nowhere).toMatchObject({
      code: 1,
      err: expect.stringMatching(/^DATABASE_URL: is not set, and no PostgreSQL runs in /),
    });
    const unreachable = await admin(['connections', 'list'], { DATABASE_URL: 'postgres://a:b@127.0.0.1:1/x' });
    expect(unreachable.err).toBe('DATABASE_URL: the database cannot be reached. Start it, or correct the address\n');
  });
});

describe('organization create', () => {
  it('makes an organization in which nothing may be written, and an owner whose password is shown once', async () => {
    const made = await facts<{ slug: string; userId: string; password: string }>([
      'organization',
      'create',
      '--name',
      'Ärzte & Söhne',
      '--owner-email',
      'Nora@Example.test',
    ]);
    expect(made.slug).toBe('arzte-sohne');
    const { rows } = await query(
      'select email, password_hash, role, mcp_write from "user" u join membership m on m.user_id = u.id join organization o on o.id = m.organization_id where u.id = $1',
      [made.userId],
    );
    expect(rows).toEqual([expect.objectContaining({ email: 'nora@example.test', role: 'owner', mcp_write: false })]);
    expect(await verifyPassword((rows[0] as { password_hash: string }).password_hash, made.password)).toBe(true);
  });

  it('refuses a slug that is taken', async () => {
    const { err, code } = await admin([
      '--yes',
      'organization',
      'create',
      '--name',
      'X',
      '--slug',
      'acme',
      '--owner-email',
      'a@b.test',
    ]);
    expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining('The slug acme is taken') });
  });
});

describe('password reset', () => {
  it('gives a new password and ends every session', async () => {
    const ada = fixedId('user', 'ada');
    const tomorrow = "now() + interval '1 day'";
    await query(`insert into login_session (id_hash, user_id, expires_at) values ('\\x01', $1, ${tomorrow})`, [ada]);
    const { password } = await facts<{ password: string }>(['password', 'reset', 'ada@example.test']);
    const { rows } = await query('select password_hash from "user" where id = $1', [ada]);
    expect(await verifyPassword((rows[0] as { password_hash: string }).password_hash, password)).toBe(true);
    expect((await query('select from login_session where user_id = $1', [ada])).rows).toEqual([]);
  });

  it('finds the person in whatever spelling the address is typed', async () => {
    await query('update "user" set email = $2 where id = $1', [fixedId('user', 'cleo'), 'cléo@example.test']);
    const { userId } = await facts<{ userId: string }>(['password', 'reset', ' CLE\u0301O@example.test']);
    expect(userId).toBe(fixedId('user', 'cleo'));
  });
});

describe('connections and API keys', () => {
  it('are listed, and end for good', async () => {
    const connection = await aConnection(database.owner, {
      issuer: 'https://auth.test',
      resource: 'https://mcp.test/mcp',
    });
    const list = ['connections', 'list', '--organization', 'acme'];
    expect(await facts(list)).toContainEqual(
      expect.objectContaining({ id: connection.id, person: 'ada@example.test' }),
    );
    await facts(['connections', 'revoke', connection.id]);
    expect(await facts(list)).not.toContainEqual(expect.objectContaining({ id: connection.id }));
    expect((await admin(['--yes', 'connections', 'revoke', connection.id])).err).toContain('has ended already');

    const id = fixedId('test', 'key');
    await query(
      "insert into api_key (id, organization_id, kind, name, digest, prefix, scopes, allowed_addresses, created_by) values ($1, $2, 'organization', 'Nightly', sha256('x'), 'csk_o_abcd', '{read:billing}', '{}', $3)",
      [id, fixedId('organization', 'acme'), fixedId('user', 'ada')],
    );
    expect(await facts(['api-keys', 'list'])).toContainEqual(expect.objectContaining({ id, name: 'Nightly' }));
    await facts(['api-keys', 'revoke', id]);
    expect(await facts(['api-keys', 'list'])).not.toContainEqual(expect.objectContaining({ id }));
  });
});

describe('clients add', () => {
  it('shows the secret once and stores it sealed', async () => {
    const { clientId, clientSecret } = await facts<{ clientId: string; clientSecret: string }>([
      'clients',
      'add',
      '--name',
      'Agent host',
      '--redirect-uri',
      'https://host.example.com/callback',
    ]);
    const { rows } = await query('select metadata, source, secret_sealed from client where id = $1', [clientId]);
    const [row] = rows as { source: string; secret_sealed: Buffer }[];
    expect(row?.source).toBe('preregistered');
    expect(
      unseal(deriveKey(TEST_SECRET_KEY, 'sealing'), clientSealContext(clientId), row?.secret_sealed ?? Buffer.of()),
    ).toBe(clientSecret);
  });

  it('refuses an address that codes must not be sent to', async () => {
    const { err } = await admin([
      '--yes',
      'clients',
      'add',
      '--name',
      'X',
      '--redirect-uri',
      'http://host.example.com/callback',
    ]);
    expect(err).toContain('must use https');
  });
});

describe('keys', () => {
  it('rotate publishes the next signing key before it signs', async () => {
    await transaction(database.owner, (db) =>
      addSigningKey(db, deriveKey(TEST_SECRET_KEY, 'sealing'), 'active', new Date()),
    );
    await facts(['keys', 'rotate']);
    const { rows } = await query('select state from signing_key order by state');
    expect(rows).toEqual([{ state: 'active' }, { state: 'next' }]);
    expect((await admin(['--yes', 'keys', 'rotate'])).err).toContain('published already');
    await facts(['keys', 'rotate', '--compromised']);
    expect((await query('select state from signing_key')).rows).toEqual([{ state: 'active' }]);
  });

  it('reseal opens everything under the new key, and the audit log still verifies', async () => {
    const next = randomBytes(32).toString('base64');
    await transaction(database.owner, (db) =>
      queueMail(db, {
        kind: 'test',
        organizationId: null,
        recipient: 'a@b.test',
        subject: 'x',
        body: 'secret',
        sealWith: deriveKey(TEST_SECRET_KEY, 'sealing'),
      }),
    );
    await sealAuditLog(database.control, deriveKey(TEST_SECRET_KEY, 'audit-seal'), new Date(Date.now() + 3_600_000));
    const env = { SECRET_KEY: next, SECRET_KEY_PREVIOUS: TEST_SECRET_KEY };
    expect(await facts(['keys', 'reseal'], env)).toMatchObject({ auditSeals: 1 });
    expect(await facts(['keys', 'reseal'], env)).toEqual({ values: 0, auditSeals: 0 });
    const { rows } = await query('select kid, private_jwk_sealed from signing_key');
    for (const { kid, private_jwk_sealed } of rows as { kid: string; private_jwk_sealed: Buffer }[]) {
      expect(openPrivateKey(deriveKey(next, 'sealing'), kid, private_jwk_sealed)).toMatchObject({ kid });
    }
    expect(await facts(['audit', 'verify'], { SECRET_KEY: next })).toMatchObject({ flaws: [] });
    await facts(['keys', 'reseal'], { SECRET_KEY: TEST_SECRET_KEY, SECRET_KEY_PREVIOUS: next });
  });

  it('reseal knows every column that holds something encrypted', async () => {
    const { rows } = await query(
      "select table_name, column_name from information_schema.columns where table_schema = 'public' and column_name like '%sealed' order by 1",
    );
    expect(rows).toEqual(
      SEALED_COLUMNS.map(({ table, column }) => ({ table_name: table, column_name: column })).toSorted((a, b) =>
        a.table_name.localeCompare(b.table_name),
      ),
    );
  });
});

describe('audit verify', () => {
  it('fails when a sealed event was changed', async () => {
    await sealAuditLog(database.control, deriveKey(TEST_SECRET_KEY, 'audit-seal'), new Date(Date.now() + 7_200_000));
    expect(await facts(['audit', 'verify'])).toMatchObject({ flaws: [] });
    await query("update audit_event set details = '{}' where action = 'operator.acted'");
    const { out, err, code } = await admin(['audit', 'verify']);
    expect(out).toContain('an event was changed');
    expect({ err, code }).toEqual({ err: 'The audit log is not what was sealed.\n', code: 1 });
  });
});

describe('organization export', () => {
  it('holds every row of the organization, none of another, and no credential', async () => {
    const parent = await mkdtemp(join(tmpdir(), 'countersign-export-'));
    const folder = join(parent, 'acme');
    await facts(['organization', 'export', 'acme', '--to', folder]);
    const { files } = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8')) as {
      files: { table: string; rows: number }[];
    };
    expect((await readdir(folder)).toSorted()).toEqual(
      ['manifest.json', ...files.map(({ table }) => `${table}.jsonl`)].toSorted(),
    );
    const acme = fixedId('organization', 'acme');
    const { rows: tables } = await query(
      "select table_name as name from information_schema.columns join information_schema.tables using (table_schema, table_name) where table_schema = 'public' and column_name = 'organization_id' and table_type = 'BASE TABLE'",
    );
    for (const { name } of tables as { name: string }[]) {
      const { rows } = await query(`select count(*)::int as count from "${name}" where organization_id = $1`, [acme]);
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
    expect((await admin(['--yes', 'organization', 'export', 'acme', '--to', folder])).err).toContain('not there yet');
    await rm(parent, { recursive: true });
  });

  it('leaves out no table but those that belong to no organization', async () => {
    const { rows } = await query(
      "select table_name as name from information_schema.tables t where table_schema = 'public' and table_type = 'BASE TABLE' and not exists (select from information_schema.columns c where c.table_schema = t.table_schema and c.table_name = t.table_name and c.column_name = 'organization_id') order by 1",
    );
    expect((rows as { name: string }[]).map(({ name }) => name)).toMatchInlineSnapshot(`
      [
        "answered_challenge",
        "audit_seal",
        "client",
        "client_metadata_document",
        "console_session",
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
