import { type NewAuditEvent, recordEvents } from '@countersign/access/audit/audit';
import type { Queries } from '@countersign/db/connections/named-statements';
import type { Pool } from '@countersign/db/connections/pool';
import { transaction } from '@countersign/db/connections/transaction';
import { queueMail } from '@countersign/db/mail/queue-mail';
import { generateAuthenticationOptions, verifyAuthenticationResponse } from '@simplewebauthn/server';
import type { z } from 'zod';
import type { RequestOrigin } from '../provider/request-origin.ts';
import type { Challenges } from './challenges.ts';
import { AuthenticationAnswer, readAnswer } from './credential-answer.ts';
import { relyingParty, userHandleOf } from './relying-party.ts';

/** What the browser is asked for: any passkey of this site. It names the person by itself, so nobody has to say who they are first. */
export async function authenticationOptions(challenges: Challenges, authUrl: string, formToken: string) {
  return generateAuthenticationOptions({
    rpID: relyingParty(authUrl).id,
    challenge: challenges.issue(formToken),
    userVerification: 'required',
  });
}

interface Presented {
  /** As the form carries it. */
  readonly credential: unknown;
  readonly formToken: string;
  readonly now: Date;
}

type Refusal = 'unknown' | 'not_verified' | 'counter';

/** Checks a used passkey and records the outcome. Gives whose it is; starts no session. */
export async function signInWithPasskey(
  { pool, challenges, authUrl }: { pool: Pool; challenges: Challenges; authUrl: string },
  { credential, formToken, now }: Presented,
  origin: RequestOrigin,
): Promise<string | undefined> {
  const read = readAnswer(AuthenticationAnswer, credential);
  if (!read || !(await challenges.take(read.challenge, formToken))) return undefined;
  const { answer, challenge } = read;
  return transaction(pool, async (db) => {
    const passkey = await findPasskey(db, answer.id);
    const refusal = passkey ? await judge(db, passkey, answer, challenge, authUrl, now) : 'unknown';
    const userId = passkey?.userId ?? null;
    const event: NewAuditEvent = {
      action: refusal ? 'sign_in.failed' : 'sign_in.succeeded',
      outcome: refusal ? 'refused' : 'ok',
      ...(refusal === 'counter' && { severity: 'critical' }),
      userId,
      actorKind: 'user',
      actorId: userId,
      ...origin,
      details: { with: 'passkey', ...(refusal && { reason: refusal }) },
    };
    await recordEvents(db, [event]);
    if (passkey && refusal === 'counter') await warnOfCopy(db, passkey.email, authUrl);
    return refusal ? undefined : passkey?.userId;
  });
}

/** Locked, so that two uses at once are judged one after the other. */
function findPasskey(queries: Queries, id: string) {
  return queries
    .selectFrom('passkey')
    .innerJoin('user', 'user.id', 'passkey.userId')
    .select(['passkey.id', 'userId', 'email', 'publicKey', 'counter'])
    .where('passkey.id', '=', Buffer.from(id, 'base64url'))
    .forNoKeyUpdate('passkey')
    .executeTakeFirst();
}

async function judge(
  queries: Queries,
  passkey: NonNullable<Awaited<ReturnType<typeof findPasskey>>>,
  answer: z.infer<typeof AuthenticationAnswer>,
  challenge: string,
  authUrl: string,
  now: Date,
): Promise<Refusal | undefined> {
  if (answer.response.userHandle !== Buffer.from(userHandleOf(passkey.userId)).toString('base64url')) return 'unknown';
  const { userHandle, ...response } = answer.response;
  const { origin: expectedOrigin, id: expectedRPID } = relyingParty(authUrl);
  const verified = await verifyAuthenticationResponse({
    response: { ...answer, response: { ...response, userHandle } },
    expectedChallenge: challenge,
    expectedOrigin,
    expectedRPID,
    requireUserVerification: true,
    // The counter is judged below, where a signature that holds and a counter that does not are told apart.
    credential: { id: answer.id, publicKey: Uint8Array.from(passkey.publicKey), counter: 0 },
  }).catch(() => undefined);
  if (!verified?.verified) return 'not_verified';
  const { newCounter: counter, credentialBackedUp: backedUp } = verified.authenticationInfo;
  // WebAuthn §7.2 step 22: authenticators that do not count say 0 for ever.
  if ((counter > 0 || passkey.counter > 0) && counter <= passkey.counter) return 'counter';
  await queries
    .updateTable('passkey')
    .set({ counter, backedUp, lastUsedAt: now.toISOString() })
    .where('id', '=', passkey.id)
    .execute();
  return undefined;
}

async function warnOfCopy(queries: Queries, recipient: string, authUrl: string): Promise<void> {
  await queueMail(queries, {
    kind: 'passkey_copied',
    organizationId: null,
    recipient,
    subject: 'One of your passkeys may have been copied',
    body: `Somebody tried to sign in to your account at ${authUrl} with one of your passkeys, and its counter had fallen back. That happens when a passkey was copied. They were not signed in.

Remove the passkey and add a new one: ${authUrl}/account/passkeys
`,
  });
}
