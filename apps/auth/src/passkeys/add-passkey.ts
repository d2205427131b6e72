import type { Pool } from '@countersign/db/connections/pool';
import { transaction } from '@countersign/db/connections/transaction';
import { generateRegistrationOptions, verifyRegistrationResponse } from '@simplewebauthn/server';
import type { Person } from '../people/person.ts';
import type { RequestOrigin } from '../provider/request-origin.ts';
import type { Challenges } from './challenges.ts';
import { RegistrationAnswer, readAnswer } from './credential-answer.ts';
import { type MyPasskey, tellOfPasskey } from './my-passkeys.ts';
import { ALGORITHMS, relyingParty, userHandleOf } from './relying-party.ts';

/** What the browser is asked to make: a credential that names its person by itself, and is used only by them (user verification). */
export async function registrationOptions(
  challenges: Challenges,
  authUrl: string,
  { person, passkeys, formToken }: { person: Person; passkeys: readonly MyPasskey[]; formToken: string },
) {
  return generateRegistrationOptions({
    rpName: 'Countersign',
    rpID: relyingParty(authUrl).id,
    userID: userHandleOf(person.id),
    userName: person.email,
    userDisplayName: person.name,
    challenge: challenges.issue(formToken),
    attestationType: 'none',
    supportedAlgorithmIDs: ALGORITHMS,
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    excludeCredentials: passkeys.map(({ id }) => ({ id })),
  });
}

interface NewPasskey {
  readonly person: Person;
  readonly name: string;
  /** As the form carries it. */
  readonly credential: unknown;
  readonly formToken: string;
}

/** Keeps the passkey a browser made. False when the answer is not good: made for another site or form, twice, or without verification. */
export async function addPasskey(
  { pool, challenges, authUrl }: { pool: Pool; challenges: Challenges; authUrl: string },
  { person, name, credential, formToken }: NewPasskey,
  origin: RequestOrigin,
): Promise<boolean> {
  const read = readAnswer(RegistrationAnswer, credential);
  if (!read || !(await challenges.take(read.challenge, formToken))) return false;
  const { origin: expectedOrigin, id: expectedRPID } = relyingParty(authUrl);
  const verified = await verifyRegistrationResponse({
    response: read.answer,
    expectedChallenge: read.challenge,
    expectedOrigin,
    expectedRPID,
    requireUserVerification: true,
    supportedAlgorithmIDs: ALGORITHMS,
  }).catch(() => undefined);
  if (!verified?.verified) return false;
  const { credential: made, credentialBackedUp } = verified.registrationInfo;
  return transaction(pool, async (db) => {
    const added = await db
      .insertInto('passkey')
      .values({
        id: Buffer.from(made.id, 'base64url'),
        userId: person.id,
        name,
        publicKey: Buffer.from(made.publicKey),
        counter: made.counter,
        transports: [...read.answer.response.transports],
        backedUp: credentialBackedUp,
      })
      .onConflict((conflict) => conflict.column('id').doNothing())
      .returning('id')
      .executeTakeFirst();
    if (!added) return false;
    await tellOfPasskey(db, person, 'added', authUrl, origin);
    return true;
  });
}
