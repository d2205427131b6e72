import type { Pool } from '@countersign/db/connections/pool';
import type { Account, KoaContextWithOIDC } from 'oidc-provider';
import { readAccount } from './account-row.ts';
import { loginSessionOfGrant } from './grant-login-session.ts';
import { noteOf } from './request-notes.ts';
import { inRequest } from './request-transaction.ts';

export async function findAccount(pool: Pool, ctx: KoaContextWithOIDC, id: string): Promise<Account | undefined> {
  const { renewal } = noteOf(ctx);
  const user = await (renewal ? renewal.account : inRequest(pool, (db) => readAccount(db, id)));
  return user && { accountId: user.sub, claims: async () => ({ ...user, sid: await sidOf(pool, ctx) }) };
}

/** OpenID Connect Front-Channel Logout 1.0 §3: names the login session, so that the console's session can end with it. */
async function sidOf(pool: Pool, { oidc }: KoaContextWithOIDC): Promise<string | undefined> {
  const grantId = oidc.entities.Grant?.jti;
  return grantId === undefined ? undefined : inRequest(pool, (db) => loginSessionOfGrant(db, grantId));
}
