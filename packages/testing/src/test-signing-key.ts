import { generateKeyPairSync, type KeyObject, randomUUID, sign } from 'node:crypto';
import type { Pool } from '@countersign/db/connections/pool';
import { withQueries } from '@countersign/db/connections/transaction';

export interface TestSigningKey {
  readonly kid: string;
  readonly publicKey: KeyObject;
  /** An ES256 JWT (RFC 7515 §3.1) of exactly these claims; `header` adds to and replaces the usual one. */
  readonly sign: (claims: Record<string, unknown>, header?: Record<string, unknown>) => string;
}

/** A key pair whose public half stands in `signing_key`, or nowhere when `state` is null. The sealed half is not usable. */
export async function aSigningKey(
  owner: Pool,
  state: 'next' | 'active' | 'retired' | null = 'active',
): Promise<TestSigningKey> {
  const kid = randomUUID();
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  if (state !== null) {
    const publicJwk = JSON.stringify({ ...publicKey.export({ format: 'jwk' }), kid, alg: 'ES256', use: 'sig' });
    await withQueries(owner, (db) =>
      db
        .insertInto('signingKey')
        .values({ kid, alg: 'ES256', publicJwk, privateJwkSealed: Buffer.alloc(0), state })
        .execute(),
    );
  }
  return {
    kid,
    publicKey,
    sign: (claims, header = {}) => {
      const head = { alg: 'ES256', typ: 'at+jwt', kid, ...header };
      const signed = [head, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
      const signature = sign('sha256', Buffer.from(signed), { key: privateKey, dsaEncoding: 'ieee-p1363' });
      return `${signed}.${signature.toString('base64url')}`;
    },
  };
}
