import { refuseUnfitOwner } from '@countersign/db/tenancy/owner-check';
import { describe, expect, it } from 'vitest';
import { useTestDatabase } from '../src/use-test-database.ts';

describe('the check of the owner’s address', () => {
  const database = useTestDatabase();

  const withPart = (part: 'password' | 'pathname' | 'port', value: string) => {
    const url = new URL(database.ownerUrl);
    url[part] = value;
    return url.href;
  };

  it('lets the owner of a database pass', async () => {
    await expect(refuseUnfitOwner(database.ownerUrl)).resolves.toBeUndefined();
  });

  it.each([
    ['nobody listens there', () => withPart('port', '1'), 'no PostgreSQL answers at 127.0.0.1:1. Start it there'],
    ['the password is wrong', () => withPart('password', 'wrong'), 'refuses role countersign_owner with this password'],
    [
      'the database is missing',
      () => withPart('pathname', '/missing'),
      'has no database missing. Correct the address, or make it with: createdb',
    ],
    ['the role owns nothing', () => database.toolsUrl, 'does not own database'],
  ])('refuses in one line when %s', async (_, url, message) => {
    await expect(refuseUnfitOwner(url())).rejects.toThrow(message);
    await expect(refuseUnfitOwner(url())).rejects.toThrow(/^DATABASE_URL: .*$/);
  });

  it('refuses a role that may not create roles, and says how it may', async () => {
    const role = `${new URL(database.ownerUrl).pathname.slice(1)}_plain`;
    await database.owner.query(`create role ${role} login password 'plain'; grant all on schema public to ${role}`);
    await database.owner.query(`grant create on database ${role.slice(0, -'_plain'.length)} to ${role}`);
    const url = new URL(database.ownerUrl);
    url.username = role;
    url.password = 'plain';
    await expect(refuseUnfitOwner(url.href)).rejects.toThrow(`ALTER ROLE "${role}" CREATEROLE`);
    await database.owner.query(`drop owned by ${role}; drop role ${role}`);
  });
});
