import { randomBytes } from 'node:crypto';
import { sealAuditLog } from '@countersign/access/audit/audit-seal';
import { SEALED_COLUMNS } from '@countersign/access/audit/reseal';
import { addSigningKey, openPrivateKey } from '@countersign/access/principals/signing-key';
import { transaction } from '@countersign/db/connections/transaction';
import { queueMail } from '@countersign/db/mail/queue-mail';
import { deriveKey } from '@countersign/runtime/secret-key';
import { TEST_SECRET_KEY } from '@countersign/testing/test-database';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AdminUnderTest, openAdmin } from './admin-under-test.ts';

let operator: AdminUnderTest;
beforeAll(async () => {
  operator = await openAdmin();
});
afterAll(() => operator.database.drop());

describe('keys', () => {
  it('rotate publishes the next signing key before it signs', async () => {
    await transaction(operator.database.owner, (db) =>
      addSigningKey(db, deriveKey(TEST_SECRET_KEY, 'sealing'), 'active', new Date()),
    );
    await operator.facts(['keys', 'rotate']);
    const { rows } = await operator.query('select state from signing_key order by state');
    expect(rows).toEqual([{ state: 'active' }, { state: 'next' }]);
    expect((await operator.admin(['--yes', 'keys', 'rotate'])).err).toContain('published already');
    await operator.facts(['keys', 'rotate', '--compromised']);
    expect((await operator.query('select state from signing_key')).rows).toEqual([{ state: 'active' }]);
  });

  it('reseal opens everything under the new key, and the audit log still verifies', async () => {
    const next = randomBytes(32).toString('base64');
    await transaction(operator.database.owner, (db) =>
      queueMail(db, {
        kind: 'test',
        organizationId: null,
        recipient: 'a@b.test',
        subject: 'x',
        body: 'secret',
        sealWith: deriveKey(TEST_SECRET_KEY, 'sealing'),
      }),
    );
    await sealAuditLog(
      operator.database.control,
      deriveKey(TEST_SECRET_KEY, 'audit-seal'),
      new Date(Date.now() + 3_600_000),
    );
    const env = { SECRET_KEY: next, SECRET_KEY_PREVIOUS: TEST_SECRET_KEY };
    expect(await operator.facts(['keys', 'reseal'], env)).toMatchObject({ auditSeals: 1 });
    expect(await operator.facts(['keys', 'reseal'], env)).toEqual({ values: 0, auditSeals: 0 });
    const { rows } = await operator.query('select kid, private_jwk_sealed from signing_key');
    for (const { kid, private_jwk_sealed } of rows as { kid: string; private_jwk_sealed: Buffer }[]) {
      expect(openPrivateKey(deriveKey(next, 'sealing'), kid, private_jwk_sealed)).toMatchObject({ kid });
    }
    expect(await operator.facts(['audit', 'verify'], { SECRET_KEY: next })).toMatchObject({ flaws: [] });
    await operator.facts(['keys', 'reseal'], { SECRET_KEY: TEST_SECRET_KEY, SECRET_KEY_PREVIOUS: next });
  });

  it('reseal knows every column that holds something encrypted', async () => {
    const { rows } = await operator.query(
      "select table_name, column_name from information_schema.columns where table_schema = 'public' and column_name like '%sealed' order by 1",
    );
    expect(rows).toEqual(
      SEALED_COLUMNS.map(({ table, column }) => ({ table_name: table, column_name: column })).toSorted((a, b) =>
        a.table_name.localeCompare(b.table_name),
      ),
    );
  });
});
