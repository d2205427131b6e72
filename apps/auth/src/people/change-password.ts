import { recordEvents } from '@countersign/access/audit/audit';
import { hashPassword, verifyPassword } from '@countersign/access/principals/password';
import { replacePassword } from '@countersign/access/principals/replace-password';
import type { Queries } from '@countersign/db/connections/named-statements';
import type { Pool } from '@countersign/db/connections/pool';
import { transaction, withQueries } from '@countersign/db/connections/transaction';
import type { RequestOrigin } from '../provider/request-origin.ts';
import type { LoginSession } from './login-session.ts';
import { findCredentials } from './person.ts';
import type { SignInThrottle } from './sign-in-throttle.ts';

interface Change {
  readonly session: LoginSession;
  readonly currentPassword: string;
  readonly newPassword: string;
  readonly urls: { readonly auth: string; readonly console: string };
  /** Gives the kept session a new cookie value, in the same transaction. */
  readonly renewSession: (queries: Queries) => Promise<void>;
}

export type ChangePasswordResult =
  | { readonly kind: 'changed' }
  | { readonly kind: 'wrong' }
  | { readonly kind: 'same' }
  | { readonly kind: 'throttled'; readonly retryAt: Date };

/** Changes the password of whoever is signed in, if they know the current one. Guesses count like guesses at the sign-in. */
export async function changePassword(
  pool: Pool,
  throttle: SignInThrottle,
  { session, currentPassword, newPassword, urls, renewSession }: Change,
  origin: RequestOrigin,
): Promise<ChangePasswordResult> {
  const { id: userId, email } = session.person;
  const event = { action: 'password.changed', userId, actorKind: 'user', actorId: userId, ...origin } as const;
  const admission = await throttle.admit(email, origin.address ?? '');
  if (!admission.admitted) return { kind: 'throttled', retryAt: admission.retryAt };
  const credentials = await withQueries(pool, (db) => findCredentials(db, email));
  if (!(await verifyPassword(credentials?.passwordHash, currentPassword))) {
    const details = { reason: 'wrong_password' };
    await withQueries(pool, (db) => recordEvents(db, [{ ...event, outcome: 'refused', details }]));
    return { kind: 'wrong' };
  }
  await throttle.forgive(email, origin.address ?? '');
  if (await verifyPassword(credentials?.passwordHash, newPassword)) return { kind: 'same' };
  const passwordHash = await hashPassword(newPassword);
  await transaction(pool, async (db) => {
    await replacePassword(db, { userId, passwordHash, keptSessionId: session.id, urls });
    await renewSession(db);
    await recordEvents(db, [event]);
  });
  return { kind: 'changed' };
}
