import { recordEvents } from '@countersign/access/audit/audit';
import { verifyPassword } from '@countersign/access/principals/password';
import { normalizeEmail } from '@countersign/contracts/normalize-email';
import type { Pool } from '@countersign/db/connections/pool';
import { withQueries } from '@countersign/db/connections/transaction';
import type { RequestOrigin } from '../provider/request-origin.ts';
import type { Proven } from './login-session.ts';
import { findCredentials } from './person.ts';
import type { SignInThrottle } from './sign-in-throttle.ts';

export type SignInResult =
  | ({ readonly kind: 'signed_in' } & Omit<Required<Proven>, 'at'>)
  /** Says nothing about whether such a person exists. */
  | { readonly kind: 'wrong' }
  | { readonly kind: 'throttled'; readonly retryAt: Date };

/** Checks a person's password and records the outcome. Starts no session. */
export async function signIn(
  pool: Pool,
  throttle: SignInThrottle,
  typed: { readonly email: string; readonly password: string },
  origin: RequestOrigin,
): Promise<SignInResult> {
  const email = normalizeEmail(typed.email);
  const admission = await throttle.admit(email, origin.address ?? '');
  // Not recorded: the tries that led here are, and an attacker shall not fill the log.
  if (!admission.admitted) return { kind: 'throttled', retryAt: admission.retryAt };
  const credentials = await withQueries(pool, (db) => findCredentials(db, email));
  const right = await verifyPassword(credentials?.passwordHash, typed.password);
  const userId = credentials?.userId ?? null;
  await withQueries(pool, (db) =>
    recordEvents(db, [
      {
        action: right ? 'sign_in.succeeded' : 'sign_in.failed',
        outcome: right ? 'ok' : 'refused',
        userId,
        actorKind: 'user',
        actorId: userId,
        ...origin,
        details: right ? {} : { reason: credentials ? 'wrong_password' : 'unknown_person' },
      },
    ]),
  );
  if (!right || !credentials) return { kind: 'wrong' };
  await throttle.forgive(email, origin.address ?? '');
  return { kind: 'signed_in', ...credentials, by: ['password'] };
}
