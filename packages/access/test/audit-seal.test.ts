import { randomBytes } from 'node:crypto';
import { transaction } from '@countersign/db/connections/transaction';
import { fixedId } from '@countersign/runtime/ids';
import { createTestDatabase, type TestDatabase } from '@countersign/testing/test-database';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { recordEvents } from '../src/audit/audit.ts';
import { sealAuditLog } from '../src/audit/audit-seal.ts';
import { verifyAuditLog } from '../src/audit/verify-audit-log.ts';

const key = randomBytes(32);
/** When what is written now is old enough to be sealed. */
const later = () => new Date(Date.now() + 3_600_000);

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase('demo');
  await write(2500);
});
afterEach(() => database.drop());

async function write(count: number): Promise<void> {
  const organizationId = fixedId('organization', 'acme');
  const events = Array.from({ length: count }, (_, index) => ({
    action: 'tool.called' as const,
    organizationId,
    details: { tool: 'list_projects', index },
  }));
  await transaction(database.tools, (db) => recordEvents(db, events));
}

const verify = () => verifyAuditLog(database.control, [key]);
const aSealedEvent = '(select id from audit_event order by id offset 1200 limit 1)';

describe('the audit log', () => {
  it('is sealed in runs by the role that serves, once each, whoever asks at once', async () => {
    const made = await Promise.all([1, 2, 3].map(() => sealAuditLog(database.control, key, later())));
    expect(made.reduce((sum, seals) => sum + seals, 0)).toBe(3);
    expect(await verify()).toMatchObject({ seals: 3, sealedEvents: 2500, unsealedEvents: 0, flaws: [] });
  });

  it('leaves events alone whose transaction may still be under way', async () => {
    expect(await sealAuditLog(database.control, key, new Date())).toBe(0);
    expect(await verify()).toMatchObject({ seals: 0, unsealedEvents: 2500 });
  });

  it('goes on where it was sealed last', async () => {
    await sealAuditLog(database.control, key, later());
    await write(10);
    expect(await verify()).toMatchObject({ flaws: [] });
  });

  it.each([
    ['an event was changed', `update audit_event set details = '{"tool": "whoami"}' where id = ${aSealedEvent}`],
    ['an event was changed', `update audit_event set at = at - interval '1 hour' where id = ${aSealedEvent}`],
    ['an event was removed', `delete from audit_event where id = ${aSealedEvent}`],
    [
      'an event was inserted',
      `insert into audit_event (id, action, severity, outcome, actor_kind) values (${aSealedEvent.replace('select id', "select overlay(id::text placing '0000' from 33)::uuid")}, 'tool.called', 'info', 'ok', 'user')`,
    ],
  ])('shows that %s, and in which run', async (flaw, statement) => {
    await sealAuditLog(database.control, key, later());
    const { rowCount } = await database.owner.query(statement);
    expect(rowCount).toBe(1);
    expect((await verify()).flaws).toEqual([expect.objectContaining({ seal: 2, flaw })]);
  });

  it.each([
    ['with its seal made to fit', "update audit_seal set digest = sha256('') where number = 2"],
    ['with its seal removed', 'delete from audit_seal where number = 2'],
  ])('shows a change %s, because the key is not in the database', async (_, statement) => {
    await sealAuditLog(database.control, key, later());
    await database.owner.query(statement);
    expect((await verify()).flaws.map(({ flaw }) => flaw)).toContain('the seal itself was changed or removed');
  });

  it('cannot be sealed anew by who has no key', async () => {
    await sealAuditLog(database.control, randomBytes(32), later());
    expect((await verify()).flaws).toHaveLength(3);
  });

  it.each(['update audit_seal set events = 0', 'delete from audit_seal'])(
    'does not let a role that serves “%s”',
    async (statement) => {
      await expect(database.control.query(statement)).rejects.toThrow('permission denied');
      await expect(database.tools.query(statement)).rejects.toThrow('permission denied');
    },
  );
});
