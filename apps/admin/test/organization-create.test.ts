import { verifyPassword } from '@countersign/access/principals/password';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AdminUnderTest, openAdmin } from './admin-under-test.ts';

let operator: AdminUnderTest;
beforeAll(async () => {
  operator = await openAdmin();
});
afterAll(() => operator.database.drop());

describe('organization create', () => {
  it('makes an organization in which nothing may be written, and an owner whose password is shown once', async () => {
    const made = await operator.facts<{ slug: string; userId: string; password: string }>([
      'organization',
      'create',
      '--name',
      'Ärzte & Söhne',
      '--owner-email',
      'Nora@Example.test',
    ]);
    expect(made.slug).toBe('arzte-sohne');
    const { rows } = await operator.query(
      'select email, password_hash, role, mcp_write from "user" u join membership m on m.user_id = u.id join organization o on o.id = m.organization_id where u.id = $1',
      [made.userId],
    );
    expect(rows).toEqual([expect.objectContaining({ email: 'nora@example.test', role: 'owner', mcp_write: false })]);
    expect(await verifyPassword((rows[0] as { password_hash: string }).password_hash, made.password)).toBe(true);
  });

  it('refuses a slug that is taken', async () => {
    const { err, code } = await operator.admin([
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

  it('says before whether its owner is known, and refuses names that cannot stand', async () => {
    const create = (...more: string[]) => operator.admin(['organization', 'create', ...more]);
    const known = await create('--name', 'Next', '--owner-email', 'ada@example.test');
    expect(known.err).toContain('its owner ada@example.test, who is known already.');
    const refused = await create('--name', 'Next', '--slug', 'Next One', '--owner-email', 'ada@example.test');
    expect(refused.err).toContain('such as next-one.');
    expect((await create('--name', ' ', '--owner-email', 'ada@example.test')).err).toContain('--name must be');
    const nameless = await create('--name', 'Next', '--owner-name', 'a\u0007b', '--owner-email', 'ada@example.test');
    expect(nameless.err).toContain('--owner-name must be');
  });

  it.each(['nobody', 'a@b', 'kate@example.test<x>', '\u212Aate@example.test', `${'a'.repeat(250)}@example.test`])(
    'refuses the address %s, which nobody could sign up with',
    async (address) => {
      const { err, code } = await operator.admin([
        '--yes',
        'organization',
        'create',
        '--name',
        'X',
        '--owner-email',
        address,
      ]);
      expect({ err, code }).toEqual({ err: `${address} is not an e-mail address.\n`, code: 1 });
    },
  );

  it('takes an address as signing up does, in any case', async () => {
    const { err } = await operator.admin([
      'organization',
      'create',
      '--name',
      'X',
      '--owner-email',
      ' Kate@Example.test ',
    ]);
    expect(err).toContain('its owner kate@example.test, who gets a password');
  });
});
