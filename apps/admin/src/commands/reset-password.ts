import { randomBytes } from 'node:crypto';
import { hashPassword } from '@countersign/access/principals/password';
import { replacePassword } from '@countersign/access/principals/replace-password';
import { normalizeEmail } from '@countersign/contracts/normalize-email';
import { transaction, withQueries } from '@countersign/db/connections/transaction';
import { type Operator, Refusal, record } from '../operator.ts';

/** Gives a person a new password, shown once, and ends their sessions. */
export async function resetPassword({ pool, settings, agree, tell }: Operator, email: string): Promise<void> {
  const person = await withQueries(pool, (db) =>
    db.selectFrom('user').select('id').where('email', '=', normalizeEmail(email)).executeTakeFirst(),
  );
  if (!person) throw new Refusal(`There is nobody with the address ${email}.`);
  const { urls } = settings;
  if (!urls)
    throw new Refusal(
      'AUTH_URL, CONSOLE_URL: are not set. Set both: the mail that tells of the new password leads there.',
    );
  await agree(`This gives ${email} a new password, signs every browser of theirs out and tells them by mail.`);
  const password = randomBytes(15).toString('base64url');
  const passwordHash = await hashPassword(password);
  await transaction(pool, async (db) => {
    await replacePassword(db, { userId: person.id, passwordHash, keptSessionId: null, urls });
    await record(db, { action: 'password.reset', userId: person.id, details: { command: 'password reset' } });
  });
  tell({ userId: person.id, password }, `The new password of ${email}, which is shown once: ${password}`);
}
