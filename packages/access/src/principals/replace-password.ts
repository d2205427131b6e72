import type { Queries } from '@countersign/db/connections/named-statements';
import { queueMail } from '@countersign/db/mail/queue-mail';

interface Replacement {
  readonly userId: string;
  readonly passwordHash: string;
  /** The one login session that goes on; null ends all of them. */
  readonly keptSessionId: string | null;
  readonly urls: { readonly auth: string; readonly console: string };
}

/**
 * Sets a password, in the caller's transaction, and ends what the one before opened: every other login session, all sessions of the
 * console (the kept browser is signed in there again without being asked), and every link to reset it. The person is told by mail.
 * Connections of clients live on: they never knew the password.
 */
export async function replacePassword(queries: Queries, replacement: Replacement): Promise<void> {
  const { userId, passwordHash, keptSessionId, urls } = replacement;
  // First, because it locks the person: a sign-in with the password before either is over, and is ended here, or fails.
  const { email } = await queries
    .updateTable('user')
    .set({ passwordHash })
    .where('id', '=', userId)
    .returning('email')
    .executeTakeFirstOrThrow();
  await queries
    .deleteFrom('loginSession')
    .where('userId', '=', userId)
    .$if(keptSessionId !== null, (query) => query.where('id', '!=', keptSessionId))
    .execute();
  await queries.deleteFrom('consoleSession').where('userId', '=', userId).execute();
  await queries.deleteFrom('passwordReset').where('userId', '=', userId).execute();
  await queueMail(queries, {
    kind: 'password_changed',
    organizationId: null,
    recipient: email,
    subject: 'Your password was changed',
    body: `The password of your account at ${urls.auth} was just changed, and every other browser was signed out.

If it was you, there is nothing to do.

If it was not, set a new password now: ${urls.auth}/forgot-password
Then look at the assistants and the API keys that act in your name, which go on:
${urls.console}/settings/connections
${urls.console}/settings/api-keys
`,
  });
}
