import { recordEvents } from '@countersign/access/audit/audit';
import { freeSlug, slugOf } from '@countersign/access/organizations/slug';
import { hashPassword } from '@countersign/access/principals/password';
import { normalizeEmail } from '@countersign/contracts/normalize-email';

import type { Queries } from '@countersign/db/connections/named-statements';

import type { Pool } from '@countersign/db/connections/pool';
import { transaction } from '@countersign/db/connections/transaction';
import { newId } from '@countersign/runtime/ids';
import type { RequestOrigin } from '../provider/request-origin.ts';

export interface NewPerson {
  readonly name: string;
  readonly email: string;
  readonly password: string;
}

export interface Registration extends NewPerson {
  readonly organizationName: string;
}

export type SignUpResult = { readonly kind: 'registered'; readonly userId: string } | { readonly kind: 'email_taken' };

const SLUG_TRIES_MAX = 5;

/**
 * Makes a person and the organization they own, in which nothing may be written through a connection until they turn it on. Does not
 * prove that the e-mail address is theirs.
 */
export async function signUp(pool: Pool, registration: Registration, origin: RequestOrigin): Promise<SignUpResult> {
  const passwordHash = await hashPassword(registration.password);
  for (let tries = 1; ; tries += 1) {
    try {
      return await register(pool, registration, passwordHash, origin);
    } catch (error) {
      const constraint = violatedUniqueness(error);
      if (constraint === 'user_email_key') return { kind: 'email_taken' };
      if (constraint !== 'organization_slug_key' || tries === SLUG_TRIES_MAX) throw error;
    }
  }
}

/**
 * Makes a person without an organization, who was invited into one. That the e-mail address is theirs must have been proved: by the
 * invitation's link, which was sent to it.
 */
export async function signUpInvited(pool: Pool, person: NewPerson, origin: RequestOrigin): Promise<SignUpResult> {
  const passwordHash = await hashPassword(person.password);
  try {
    return await transaction(pool, async (db) => {
      const userId = await insertPerson(db, person, passwordHash, new Date());
      await recordEvents(db, [{ action: 'user.registered', userId, actorKind: 'user', actorId: userId, ...origin }]);
      return { kind: 'registered', userId };
    });
  } catch (error) {
    if (violatedUniqueness(error) === 'user_email_key') return { kind: 'email_taken' };
    throw error;
  }
}

async function insertPerson(
  db: Queries,
  { name, email }: NewPerson,
  passwordHash: string,
  emailProvedAt: Date | null,
): Promise<string> {
  const id = newId();
  await db
    .insertInto('user')
    .values({
      id,
      email: normalizeEmail(email),
      name,
      passwordHash,
      emailProvedAt: emailProvedAt?.toISOString() ?? null,
    })
    .execute();
  return id;
}

function register(
  pool: Pool,
  registration: Registration,
  passwordHash: string,
  origin: RequestOrigin,
): Promise<SignUpResult> {
  return transaction(pool, async (db) => {
    const organizationId = newId();
    const slug = await freeSlug(db, slugOf(registration.organizationName));
    const userId = await insertPerson(db, registration, passwordHash, null);
    await db
      .insertInto('organization')
      .values({ id: organizationId, slug, name: registration.organizationName })
      .execute();
    await db.insertInto('membership').values({ organizationId, userId, role: 'owner' }).execute();
    await recordEvents(db, [
      { action: 'user.registered', organizationId, userId, actorKind: 'user', actorId: userId, ...origin },
    ]);
    return { kind: 'registered', userId };
  });
}

const UNIQUE_VIOLATION = '23505';

function violatedUniqueness(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code, constraint } = error as { code?: unknown; constraint?: unknown };
  return code === UNIQUE_VIOLATION && typeof constraint === 'string' ? constraint : undefined;
}
