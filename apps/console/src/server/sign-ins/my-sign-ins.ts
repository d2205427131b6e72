import type { SignInView } from '@countersign/contracts/console-connect';
import type { Queries } from '@countersign/db/connections/named-statements';
import { sql } from 'kysely';

/** Who asks, and the login session of the browser that asks: it is marked, and it is not what “all others” ends. */
export interface Asking {
  readonly userId: string;
  readonly loginSessionId: string;
}

/**
 * Every browser this person is signed in with, the latest seen first: a login session, with when it was last seen there or in the
 * console.
 */
export async function mySignIns(queries: Queries, asking: Asking, now: Date): Promise<SignInView[]> {
  const rows = await queries
    .selectFrom('loginSession')
    .select((row) => [
      'id',
      'createdAt as startedAt',
      'expiresAt',
      'address',
      'userAgent',
      sql<string>`greatest(last_seen_at, ${row
        .selectFrom('consoleSession')
        .select(({ fn }) => fn.max('consoleSession.lastSeenAt').as('lastSeenAt'))
        .whereRef('consoleSession.loginSessionId', '=', 'loginSession.id')})`.as('lastSeenAt'),
    ])
    .where('userId', '=', asking.userId)
    .where('expiresAt', '>', now.toISOString())
    .orderBy('lastSeenAt', 'desc')
    .execute();
  return rows.map((row) => ({ ...row, isThis: row.id === asking.loginSessionId }));
}
