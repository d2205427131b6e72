import type { Queries } from '@countersign/db/connections/named-statements';
import { type Expression, sql } from 'kysely';
import { type ConnectionRow, readConnection } from '../connections/token-connection.ts';
import { type AccountRow, readAccount } from './account-row.ts';
import { findRow, type PayloadRow } from './payload-row.ts';

/** What a renewal reads once it has its refresh token. */
export interface RenewalReads {
  readonly grant: Promise<PayloadRow | undefined>;
  readonly account: Promise<AccountRow | undefined>;
  readonly connection: Promise<ConnectionRow | undefined>;
}

/**
 * Asks for all of it in the round trip of the refresh token itself, on which it all hangs. The provider asks for one after the other, and
 * may ask for none: what fails, fails for whoever waits for it.
 */
export function readForRenewal(db: Queries, tokenHash: Buffer): RenewalReads {
  const ofToken = <Value>(wanted: Expression<Value>) =>
    sql<Value>`(select ${wanted} from oidc_payload where model = 'RefreshToken' and id_hash = ${tokenHash})`;
  const reads = {
    grant: findRow(db, 'Grant', 'idHash', ofToken(sql<Buffer>`sha256(convert_to(grant_id, 'UTF8'))`)),
    account: readAccount(db, ofToken(sql<string>`(payload ->> 'accountId')::uuid`)),
    connection: readConnection(db, ofToken(sql<string>`grant_id`)),
  };
  for (const read of Object.values(reads)) read.catch(() => {});
  return reads;
}
