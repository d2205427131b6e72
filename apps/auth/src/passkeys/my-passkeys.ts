import { recordEvents } from '@countersign/access/audit/audit';
import type { Queries } from '@countersign/db/connections/named-statements';
import type { Pool } from '@countersign/db/connections/pool';
import { transaction, withQueries } from '@countersign/db/connections/transaction';
import { queueMail } from '@countersign/db/mail/queue-mail';
import type { Person } from '../people/person.ts';
import type { RequestOrigin } from '../provider/request-origin.ts';

/** A passkey as its owner sees it. */
export interface MyPasskey {
  /** In base64url. */
  readonly id: string;
  readonly name: string;
  readonly backedUp: boolean;
  readonly createdAt: string;
  readonly lastUsedAt: string | null;
}

export async function myPasskeys(pool: Pool, userId: string): Promise<MyPasskey[]> {
  const rows = await withQueries(pool, (db) =>
    db
      .selectFrom('passkey')
      .select(['id', 'name', 'backedUp', 'createdAt', 'lastUsedAt'])
      .where('userId', '=', userId)
      .orderBy('createdAt')
      .execute(),
  );
  return rows.map(({ id, ...passkey }) => ({ id: id.toString('base64url'), ...passkey }));
}

/** Removes one of the person's own; gives its name, or undefined when there is no such one. */
export async function removePasskey(
  pool: Pool,
  person: Person,
  id: string,
  authUrl: string,
  origin: RequestOrigin,
): Promise<string | undefined> {
  return transaction(pool, async (db) => {
    const removed = await db
      .deleteFrom('passkey')
      .where('id', '=', Buffer.from(id, 'base64url'))
      .where('userId', '=', person.id)
      .returning('name')
      .executeTakeFirst();
    if (!removed) return undefined;
    await tellOfPasskey(db, person, 'removed', authUrl, origin);
    return removed.name;
  });
}

/** Records that a passkey came or went, and tells the person by mail, in the caller's transaction. */
export async function tellOfPasskey(
  queries: Queries,
  { id: userId, email }: Person,
  what: 'added' | 'removed',
  authUrl: string,
  origin: RequestOrigin,
): Promise<void> {
  await recordEvents(queries, [{ action: `passkey.${what}`, userId, actorKind: 'user', actorId: userId, ...origin }]);
  await queueMail(queries, {
    kind: `passkey_${what}`,
    organizationId: null,
    recipient: email,
    subject: `A passkey was ${what}`,
    body: `A passkey was just ${what} for your account at ${authUrl}.

If it was you, there is nothing to do.

If it was not, set a new password, which signs out every browser: ${authUrl}/forgot-password
Then look at your passkeys: ${authUrl}/account/passkeys
`,
  });
}
