import { openPrivateKey } from '@countersign/access/principals/signing-key';
import type { Pool } from '@countersign/db/connections/pool';
import { withQueries } from '@countersign/db/connections/transaction';
import { EnvError } from '@countersign/runtime/env';
import type { JWK } from 'jose';

/** The signing keys at one moment. */
export interface KeyRing {
  readonly activeKid: string;
  /** All published keys with their private halves, the active one first. */
  readonly privateKeys: JWK[];
  /** Changes exactly when the ring does. */
  readonly version: string;
}

/** Reads the keys. Throws an EnvError when SECRET_KEY does not open them. There must be an active one. */
export async function readKeyRing(pool: Pool, sealingKey: Buffer): Promise<KeyRing> {
  const rows = await withQueries(pool, (db) =>
    db
      .selectFrom('signingKey')
      .select(['kid', 'state', 'privateJwkSealed'])
      .orderBy('state')
      .orderBy('createdAt')
      .execute(),
  );
  const [active] = rows;
  if (active?.state !== 'active') throw new Error('There is no active signing key.');
  return {
    activeKid: active.kid,
    privateKeys: rows.map((row) => open(sealingKey, row.kid, row.privateJwkSealed)),
    version: rows.map((row) => `${row.kid} ${row.state}`).join('\n'),
  };
}

function open(sealingKey: Buffer, kid: string, sealed: Buffer): JWK {
  try {
    return openPrivateKey(sealingKey, kid, sealed);
  } catch {
    throw new EnvError(
      'SECRET_KEY: does not open the signing keys in the database. Set the one they were stored under, or delete the rows of signing_key',
    );
  }
}
