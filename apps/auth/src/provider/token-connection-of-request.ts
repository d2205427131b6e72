import type { Pool } from '@countersign/db/connections/pool';
import type { Clock } from '@countersign/runtime/clock';
import { errors, type KoaContextWithOIDC } from 'oidc-provider';
import {
  ConnectionClosed,
  connectionForToken,
  readConnection,
  type TokenConnection,
} from '../connections/token-connection.ts';
import { type TokenScopes, tokenScopes } from '../connections/token-scopes.ts';
import { askedScopesOf } from './asked-scopes.ts';
import { noteOf } from './request-notes.ts';
import { inRequest } from './request-transaction.ts';

/** A connection with the scopes of the token that this request issues for it. */
export type IssuingConnection = TokenConnection & TokenScopes;

/**
 * The connection a token request is for, read once in the request's transaction. Throws `invalid_grant` with a text for people when it
 * gets no token now.
 */
export async function tokenConnection(ctx: KoaContextWithOIDC, pool: Pool, clock: Clock): Promise<IssuingConnection> {
  const note = noteOf(ctx);
  note.connection ??= await read(ctx, pool, clock);
  return note.connection;
}

async function read(ctx: KoaContextWithOIDC, pool: Pool, clock: Clock): Promise<IssuingConnection> {
  const grantId = ctx.oidc.entities.Grant?.jti;
  if (!grantId) throw new errors.InvalidGrant('no grant');
  const { renewal, issuedBefore } = noteOf(ctx);
  const connection = await inRequest(pool, async (db) => {
    const row = await (renewal ? renewal.connection : readConnection(db, grantId));
    return connectionForToken(db, row, clock());
  }).catch((error: unknown) => {
    if (!(error instanceof ConnectionClosed)) throw error;
    throw new errors.CustomOIDCProviderError('invalid_grant', error.message);
  });
  return { ...connection, ...tokenScopes(connection.scopes, askedScopesOf(ctx.req), issuedBefore) };
}
