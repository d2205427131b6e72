import { normalizeEmail } from '@countersign/contracts/normalize-email';
import type { Queries } from '@countersign/db/connections/named-statements';

/** Somebody who can sign in, as pages show them. */
export interface Person {
  readonly id: string;
  readonly name: string;
  readonly email: string;
}

export async function findCredentials(
  db: Queries,
  email: string,
): Promise<{ readonly userId: string; readonly passwordHash: string } | undefined> {
  const row = await db
    .selectFrom('user')
    .select(['id as userId', 'passwordHash'])
    .where('email', '=', normalizeEmail(email))
    .executeTakeFirst();
  // Somebody without a password is, for every password, like nobody.
  return row && row.passwordHash !== null ? { ...row, passwordHash: row.passwordHash } : undefined;
}
