import { sealAuditLog } from '@countersign/access/audit/audit-seal';
import { deriveKey } from '@countersign/runtime/secret-key';
import { TEST_SECRET_KEY } from '@countersign/testing/test-database';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AdminUnderTest, openAdmin } from './admin-under-test.ts';

let operator: AdminUnderTest;
beforeAll(async () => {
  operator = await openAdmin();
});
afterAll(() => operator.database.drop());

describe('audit verify', () => {
  it('fails when a sealed event was changed', async () => {
    await operator.facts(['keys', 'rotate']);
    await sealAuditLog(
      operator.database.control,
      deriveKey(TEST_SECRET_KEY, 'audit-seal'),
      new Date(Date.now() + 7_200_000),
    );
    expect(await operator.facts(['audit', 'verify'])).toMatchObject({ flaws: [] });
    await operator.query("update audit_event set details = '{}' where action = 'operator.acted'");
    const { out, err, code } = await operator.admin(['audit', 'verify']);
    expect(out).toContain('an event was changed');
    expect({ err, code }).toEqual({ err: 'The audit log is not what was sealed.\n', code: 1 });
  });
});
