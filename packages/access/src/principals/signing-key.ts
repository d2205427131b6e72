import type { Queries } from '@countersign/db/connections/named-statements';
import { seal, unseal } from '@countersign/runtime/secret-key';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from 'jose';

export const SIGNING_ALG = 'ES256';

/** What a sealed private key is bound to. */
export const signingKeySealContext = (kid: string) => `signing-key/${kid}`;

/**
 * Makes a key pair and stores it, the private half sealed. Does nothing when another process has just made a key of this state: a
 * unique index allows one.
 */
export async function addSigningKey(
  queries: Queries,
  sealingKey: Buffer,
  state: 'next' | 'active',
  now: Date,
): Promise<void> {
  const pair = await generateKeyPair(SIGNING_ALG, { extractable: true });
  const [publicJwk, privateJwk] = await Promise.all([exportJWK(pair.publicKey), exportJWK(pair.privateKey)]);
  const kid = await calculateJwkThumbprint(publicJwk);
  const common = { kid, alg: SIGNING_ALG, use: 'sig' };
  await queries
    .insertInto('signingKey')
    .values({
      kid,
      alg: SIGNING_ALG,
      publicJwk: JSON.stringify({ ...publicJwk, ...common }),
      privateJwkSealed: seal(sealingKey, signingKeySealContext(kid), JSON.stringify({ ...privateJwk, ...common })),
      state,
      createdAt: now.toISOString(),
      activatedAt: state === 'active' ? now.toISOString() : null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Throws when SECRET_KEY is not the one the key was stored under. */
export function openPrivateKey(sealingKey: Buffer, kid: string, sealed: Buffer): JWK {
  return JSON.parse(unseal(sealingKey, signingKeySealContext(kid), sealed)) as JWK;
}
