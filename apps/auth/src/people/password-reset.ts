import { createHash, randomBytes } from 'node:crypto';
import { recordEvents } from '@countersign/access/audit/audit';
import { hashPassword } from '@countersign/access/principals/password';
import { replacePassword } from '@countersign/access/principals/replace-password';
import { normalizeEmail } from '@countersign/contracts/normalize-email';
import type { Queries } from '@countersign/db/connections/named-statements';
import type { Pool } from '@countersign/db/connections/pool';
import { transaction, withQueries } from '@countersign/db/connections/transaction';
import { queueMail } from '@countersign/db/mail/queue-mail';
import type { RequestOrigin } from '../provider/request-origin.ts';

export const RESET_MINUTES = 30;
/** So that nobody can fill another person's mailbox. */
const LINKS_PER_HOUR_MAX = 3;

interface Urls {
  readonly auth: string;
  readonly console: string;
}

const hashOf = (secret: string) => createHash('sha256').update(secret).digest();
const earlier = (now: Date, minutes: number) => new Date(now.getTime() - minutes * 60_000).toISOString();

/**
 * Mails a link that sets a new password, if there is such a person and they have not been sent too many. Tells nothing to the caller
 * and takes longer for a person who exists, so no answer may wait for it.
 */
export async function sendPasswordReset(
  pool: Pool,
  { email, now, urls, sealingKey }: { email: string; now: Date; urls: Urls; sealingKey: Buffer },
  origin: RequestOrigin,
): Promise<void> {
  const secret = randomBytes(32).toString('base64url');
  await transaction(pool, async (db) => {
    const person = await db
      .selectFrom('user')
      .select(['id', 'email'])
      .where('email', '=', normalizeEmail(email))
      // Two requests at once count one after the other.
      .forNoKeyUpdate()
      .executeTakeFirst();
    if (!person) return;
    const { sent } = await db
      .selectFrom('passwordReset')
      .select(({ fn }) => fn.countAll<number>().as('sent'))
      .where('userId', '=', person.id)
      .where('createdAt', '>', earlier(now, 60))
      .executeTakeFirstOrThrow();
    if (sent >= LINKS_PER_HOUR_MAX) return;
    await db
      .insertInto('passwordReset')
      .values({
        secretHash: hashOf(secret),
        userId: person.id,
        createdAt: now.toISOString(),
        expiresAt: earlier(now, -RESET_MINUTES),
      })
      .execute();
    await queueMail(db, {
      kind: 'password_reset',
      organizationId: null,
      recipient: person.email,
      subject: 'Set a new password',
      body: `Somebody asked to set a new password for your account at ${urls.auth}.

To set one, open this address within ${RESET_MINUTES} minutes. It works once:
${urls.auth}/reset-password?secret=${secret}

If it was not you, do nothing. Your password stays as it is.
`,
      sealWith: sealingKey,
    });
    await recordEvents(db, [
      { action: 'password.reset_requested', userId: person.id, actorKind: 'user', actorId: null, ...origin },
    ]);
  });
}

/** Whether the link still sets a password. Looking does not use it up: mail scanners open links too. */
export async function isOpenReset(pool: Pool, secret: string, now: Date): Promise<boolean> {
  const row = await withQueries(pool, (db) =>
    db
      .selectFrom('passwordReset')
      .select('userId')
      .where('secretHash', '=', hashOf(secret))
      .where('expiresAt', '>', now.toISOString())
      .executeTakeFirst(),
  );
  return row !== undefined;
}

/** Uses the link up, sets the password and ends every session. False when the link is used, too old or none. */
export async function resetPassword(
  pool: Pool,
  { secret, newPassword, now, urls }: { secret: string; newPassword: string; now: Date; urls: Urls },
  origin: RequestOrigin,
): Promise<boolean> {
  // Hashing costs 19 MiB and a good part of a second, which nobody shall have for the asking.
  if (!(await isOpenReset(pool, secret, now))) return false;
  const passwordHash = await hashPassword(newPassword);
  return transaction(pool, async (db) => {
    const used = await db
      .deleteFrom('passwordReset')
      .where('secretHash', '=', hashOf(secret))
      .where('expiresAt', '>', now.toISOString())
      .returning('userId')
      .executeTakeFirst();
    if (!used) return false;
    const { userId } = used;
    await proveEmail(db, userId, now);
    await replacePassword(db, { userId, passwordHash, keptSessionId: null, urls });
    await recordEvents(db, [{ action: 'password.reset', userId, actorKind: 'user', actorId: userId, ...origin }]);
    return true;
  });
}

/**
 * Whoever used the link reads mail to the address. If nobody had shown that before, the account may have been made by somebody else,
 * so the passkeys that were added until now go, too.
 */
async function proveEmail(queries: Queries, userId: string, now: Date): Promise<void> {
  const { numUpdatedRows } = await queries
    .updateTable('user')
    .set({ emailProvedAt: now.toISOString() })
    .where('id', '=', userId)
    .where('emailProvedAt', 'is', null)
    .executeTakeFirst();
  if (numUpdatedRows > 0n) await queries.deleteFrom('passkey').where('userId', '=', userId).execute();
}
