import { openPrivateKey } from '@countersign/access/principals/signing-key';
import type { Pool } from '@countersign/db/connections/pool';
import { withQueries } from '@countersign/db/connections/transaction';
import { EnvError } from '@countersign/runtime/env';
import { deriveKey } from '@countersign/runtime/secret-key';
import type { Settings } from './settings.ts';

/**
 * Throws an EnvError when the database has no schema of ours, or its signing keys open with neither secret key. A command with another key would
 * store what no app can open, and find fault with every seal of the audit log.
 */
export async function refuseUnfitDeployment(pool: Pool, settings: Settings): Promise<void> {
  const { rows } = await pool.query<{ isThere: boolean }>(
    `select to_regclass('public.signing_key') is not null as "isThere"`,
  );
  if (!rows[0]?.isThere) {
    throw new EnvError(
      'DATABASE_URL: the database has no schema of ours yet. Bring it up to date with: npm run db:migrate',
    );
  }
  const stored = await withQueries(pool, (db) =>
    db.selectFrom('signingKey').select(['kid', 'privateJwkSealed']).execute(),
  );
  const sealingKeys = [settings.secretKey, settings.previousSecretKey].flatMap((key) =>
    key === undefined ? [] : [deriveKey(key, 'sealing')],
  );
  const opens = ({ kid, privateJwkSealed }: (typeof stored)[number]) =>
    sealingKeys.some((key) => {
      try {
        openPrivateKey(key, kid, privateJwkSealed);
        return true;
      } catch {
        return false;
      }
    });
  if (!stored.every(opens)) {
    throw new EnvError('SECRET_KEY: does not open the signing keys in the database. Set the one that the apps have');
  }
}
