import type { Pool } from '@countersign/db/connections/pool';
import type { Clock } from '@countersign/runtime/clock';
import { errors, type KoaContextWithOIDC } from 'oidc-provider';
import {
  ConnectionClosed,
  connectionForToken,
  readConnection,
  type TokenConnection,
} from '../connections/token-connection.ts';
import { noteOf } from './request-notes.ts';
import { inRequest } from './request-transaction.ts';

/**
 * The connection a token request is for, read once in the request's transaction. Throws `invalid_grant` with a text for people when it
 * gets no token now, and `invalid_scope` when the client asks for nothing that it has.
 */
export async function tokenConnection(ctx: KoaContextWithOIDC, pool: Pool, clock: Clock): Promise<TokenConnection> {
  const note = noteOf(ctx);
  note.connection ??= await read(ctx, pool, clock);
  return note.connection;
}

async function read(ctx: KoaContextWithOIDC, pool: Pool, clock: Clock): Promise<TokenConnection> {
  const grantId = ctx.oidc.entities.Grant?.jti;
  if (!grantId) throw new errors.InvalidGrant('no grant');
  const { renewal } = noteOf(ctx);
  const connection = await inRequest(pool, async (db) => {
    const row = await (renewal ? renewal.connection : readConnection(db, grantId));
    return connectionForToken(db, row, clock());
  }).catch((error: unknown) => {
    if (!(error instanceof ConnectionClosed)) throw error;
    throw new errors.CustomOIDCProviderError('invalid_grant', error.message);
  });
  const asked = typeof ctx.oidc.params?.scope === 'string' ? ctx.oidc.params.scope.split(' ') : undefined;
  if (asked && !connection.scopes.some((scope) => asked.includes(scope))) {
    throw new errors.InvalidScope('The connection has none of the scopes asked for.', asked.join(' '));
  }
  return connection;
}
