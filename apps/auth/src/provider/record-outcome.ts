import { type NewAuditEvent, recordEvents, recordEventsWithCommit } from '@countersign/access/audit/audit';
import type { RevokedConnection } from '@countersign/access/gate/revoke-connection';
import { noticeOfNewConnection } from '@countersign/access/notices/new-connection';
import { noticeOfReplay } from '@countersign/access/notices/replayed-refresh-token';
import type { Queries } from '@countersign/db/connections/named-statements';
import type { KoaContextWithOIDC } from 'oidc-provider';
import { noteOf } from './request-notes.ts';
import { originOfRaw } from './request-origin.ts';

/**
 * Writes what a kept token, revocation or registration request did, in its transaction; the first token makes its connection active.
 * The person is told by mail of a new connection and of a replay.
 */
export async function recordOutcome(queries: Queries, ctx: KoaContextWithOIDC, consoleUrl: string): Promise<void> {
  const { connection, graceUses, revoked } = noteOf(ctx);
  if (ctx.path === '/oauth/register') return recordEventsWithCommit(queries, [registration(ctx)]);
  if (revoked) {
    const { reason } = revoked;
    const ended = { ...about(ctx, revoked), action: 'connection.revoked', details: { reason } } as const;
    const replay = { ...about(ctx, revoked), action: 'token.replay', outcome: 'refused' } as const;
    if (reason !== 'replay') return recordEventsWithCommit(queries, [ended]);
    const { address = null, userAgent = null } = replay;
    await noticeOfReplay(queries, revoked.id, { at: new Date(), address, userAgent }, consoleUrl);
    return recordEventsWithCommit(queries, [replay, ended]);
  }
  // The console's sign-ins have no connection; the pages record who signed in.
  if (!connection || ctx.status >= 400) return;
  const renewal = ctx.oidc.params?.grant_type === 'refresh_token';
  const { scope, jti } = ctx.oidc.entities.AccessToken ?? {};
  const action = renewal ? 'token.renewed' : 'token.issued';
  const events: NewAuditEvent[] = [{ ...about(ctx, connection), action, details: { scope, jti } }];
  if (graceUses) events.push({ ...about(ctx, connection), action: 'token.race', details: { graceUses } });
  if (!renewal) await activate(queries, connection.id, consoleUrl);
  recordEventsWithCommit(queries, events);
}

/** Writes that a request came second with a code or token; not in its transaction, of which nothing is kept. */
export async function recordLostRace(queries: Queries, ctx: KoaContextWithOIDC): Promise<void> {
  const { connection } = noteOf(ctx);
  const who = connection
    ? about(ctx, connection)
    : { ...byClient(ctx), userId: ctx.oidc.entities.Grant?.accountId ?? null };
  await recordEvents(queries, [{ ...who, action: 'token.race', outcome: 'refused' }]);
}

async function activate(queries: Queries, connectionId: string, consoleUrl: string): Promise<void> {
  const now = new Date();
  const [active] = await queries
    .updateTable('connection')
    .set({ activatedAt: now.toISOString() })
    .where('id', '=', connectionId)
    .where('activatedAt', 'is', null)
    .returning('id')
    .execute();
  if (active) await noticeOfNewConnection(queries, active.id, now, consoleUrl);
}

function about(ctx: KoaContextWithOIDC, { id, organizationId, userId, clientId }: RevokedConnection) {
  return { ...byClient(ctx), connectionId: id, organizationId, userId, clientId, actorId: clientId };
}

function byClient(ctx: KoaContextWithOIDC) {
  const clientId = ctx.oidc.client?.clientId ?? null;
  return { ...originOfRaw(ctx.req), actorKind: 'client', actorId: clientId, clientId } as const;
}

function registration(ctx: KoaContextWithOIDC): NewAuditEvent {
  const { client } = ctx.oidc;
  const details = {
    name: client?.clientName,
    redirectUris: client?.redirectUris,
    authMethod: client?.tokenEndpointAuthMethod,
  };
  return { ...byClient(ctx), action: 'client.registered', details };
}
