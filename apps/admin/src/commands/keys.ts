import { reseal } from '@countersign/access/audit/reseal';
import { PUBLISH_MINUTES } from '@countersign/access/principals/rotate-signing-keys';
import { addSigningKey } from '@countersign/access/principals/signing-key';
import { transaction } from '@countersign/db/connections/transaction';
import { deriveKey } from '@countersign/runtime/secret-key';
import { type Operator, Refusal, record } from '../operator.ts';

/** Has the next signing key made now, ninety days or not; or, when the present one is known to others, takes it out at once. */
export async function rotateSigningKey(
  { pool, settings, agree, tell }: Operator,
  isCompromised: boolean,
): Promise<void> {
  await agree(
    isCompromised
      ? 'This takes every signing key out at once. All access tokens are refused within a minute, and clients renew.'
      : `This makes a new signing key. It is published for ${PUBLISH_MINUTES} minutes before it signs, so no token is refused.`,
  );
  const sealingKey = deriveKey(settings.secretKey, 'sealing');
  await transaction(pool, async (db) => {
    if (isCompromised) await db.deleteFrom('signingKey').execute();
    const waiting = await db.selectFrom('signingKey').select('kid').where('state', '=', 'next').executeTakeFirst();
    if (waiting) throw new Refusal('A new key is published already and will sign soon.');
    await addSigningKey(db, sealingKey, isCompromised ? 'active' : 'next', new Date());
    await record(db, { action: 'operator.acted', details: { command: 'keys rotate', isCompromised } });
  });
  tell(
    { state: isCompromised ? 'active' : 'next' },
    isCompromised
      ? 'Done. The authorization server signs with the new key within a minute.'
      : `Done. It signs from ${PUBLISH_MINUTES} minutes on.`,
  );
}

/** Encrypts everything stored under SECRET_KEY_PREVIOUS anew, under SECRET_KEY. */
export async function resealStored({ pool, settings, agree, tell }: Operator): Promise<void> {
  const { secretKey, previousSecretKey } = settings;
  if (previousSecretKey === undefined) {
    throw new Refusal(
      'SECRET_KEY_PREVIOUS: is not set. Set it to the key that things are stored under, and SECRET_KEY to the new one.',
    );
  }
  await agree(
    'This encrypts client secrets, signing keys and waiting mail anew, under SECRET_KEY, and signs the audit log’s seals with it.',
  );
  const done = await transaction(pool, async (db) => {
    const resealed = await reseal(db, secretKey, previousSecretKey);
    await record(db, { action: 'operator.acted', details: { command: 'keys reseal', ...resealed } });
    return resealed;
  });
  tell(
    done,
    `Done: ${done.values} values and ${done.auditSeals} seals. Now start every app without SECRET_KEY_PREVIOUS.`,
  );
}
