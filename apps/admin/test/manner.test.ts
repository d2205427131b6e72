import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AdminUnderTest, openAdmin } from './admin-under-test.ts';

let operator: AdminUnderTest;
beforeAll(async () => {
  operator = await openAdmin();
});
afterAll(() => operator.database.drop());

describe('a command that changes something', () => {
  it('says what it will do, and does nothing when nobody is there to agree', async () => {
    for (const manner of [[], ['--json']]) {
      const { err, code } = await operator.admin([...manner, 'password', 'reset', 'ada@example.test']);
      expect(err).toContain('This gives ada@example.test a new password');
      expect(err).toContain('Add --yes');
      expect(code).toBe(1);
    }
  });

  it('is written to the audit log as the operator’s', async () => {
    await operator.facts(['password', 'reset', 'ben@example.test']);
    const { rows } = await operator.query(
      "select actor_kind, actor_id from audit_event where action = 'password.reset'",
    );
    expect(rows).toEqual([{ actor_kind: 'system', actor_id: 'operator' }]);
  });
});

describe('without a database or a key', () => {
  it('names the variable and the cure', async () => {
    const nowhere = await operator.admin(['connections', 'list'], { DATABASE_URL: '' });
    expect(nowhere).toMatchObject({
      code: 1,
      err: expect.stringMatching(/^DATABASE_URL: is not set, and no PostgreSQL runs in /),
    });
    const unreachable = await operator.admin(['connections', 'list'], { DATABASE_URL: 'postgres://a:b@127.0.0.1:1/x' });
    expect(unreachable.err).toBe('DATABASE_URL: the database cannot be reached. Start it, or correct the address\n');
  });
});
