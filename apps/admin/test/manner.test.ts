import { randomBytes } from 'node:crypto';
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

describe('without the right database or key', () => {
  it('names the variable and the cure', async () => {
    const nowhere = await operator.admin(['connections', 'list'], { DATABASE_URL: '' });
    expect(nowhere).toMatchObject({
      code: 1,
      err: expect.stringMatching(/^DATABASE_URL: is not set, and no PostgreSQL runs in /),
    });
    const unreachable = await operator.admin(['connections', 'list'], { DATABASE_URL: 'postgres://a:b@127.0.0.1:1/x' });
    expect(unreachable.err).toMatch(/^DATABASE_URL: no PostgreSQL answers at 127\.0\.0\.1:1\. .+\n$/);
  });

  it.each([
    [
      'an app’s login',
      () => ({ DATABASE_URL: operator.database.controlUrl }),
      /^DATABASE_URL: role \S+ does not own database/,
    ],
    [
      'another key',
      () => ({ SECRET_KEY: randomBytes(32).toString('base64') }),
      /^SECRET_KEY: does not open the signing keys/,
    ],
  ])('does nothing with %s, and says why in one line', async (_what, env, problem) => {
    await operator.facts(['keys', 'rotate', '--compromised']);
    const kept = await operator.query('select kid from signing_key');
    for (const command of [
      ['keys', 'rotate', '--compromised'],
      ['audit', 'verify'],
      ['connections', 'list'],
    ]) {
      const { err, out, code } = await operator.admin(['--yes', '--json', ...command], env());
      expect({ out, code }).toEqual({ out: '', code: 1 });
      expect(err).toMatch(problem);
      expect(err.trimEnd()).not.toContain('\n');
    }
    expect((await operator.query('select kid from signing_key')).rows).toEqual(kept.rows);
  });

  it('does nothing on a database that was never brought up to date', async () => {
    const url = new URL(operator.database.ownerUrl);
    url.pathname = '/template1';
    const { err, code } = await operator.admin(['connections', 'list'], { DATABASE_URL: url.href });
    expect({ err, code }).toEqual({
      err: expect.stringContaining('Bring it up to date with: npm run db:migrate'),
      code: 1,
    });
  });
});
