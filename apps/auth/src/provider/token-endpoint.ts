import { type NewAuditEvent, recordEvents } from '@countersign/access/audit';
import { AppError } from '@countersign/contracts/errors';
import type { Queries } from '@countersign/db/named-statements';
import type { Pool } from '@countersign/db/pool';
import { transaction } from '@countersign/db/transaction';
import type { Logger } from '@countersign/runtime/log';
import type { KoaContextWithOIDC, Provider } from 'oidc-provider';
import { DocumentUnavailable } from './metadata-documents.ts';
import { originOfRaw } from './request-origin.ts';
import { inOneTransaction } from './request-transaction.ts';
import { noteOf } from './token-notes.ts';

const TRANSACTIONAL = new Set(['/oauth/token', '/oauth/revoke', '/oauth/register']);
const RETRY_AFTER_SECONDS = 5;

/**
 * Puts each token, revocation and registration request in one transaction with its audit events. An error after a token was rotated
 * undoes the rotation, so the client's retry is no replay; a replay that ended a connection is kept although it is answered with 400.
 */
export function addTransactions(provider: Provider, pool: Pool, log: Logger): void {
  provider.use(async (ctx: KoaContextWithOIDC, next) => {
    if (!TRANSACTIONAL.has(ctx.path)) return next();
    try {
      await inOneTransaction(
        pool,
        next,
        () => ctx.status < 400 || noteOf(ctx).revoked !== undefined,
        (queries) => recordOutcome(queries, ctx),
      );
      if (noteOf(ctx).lostRace) await transaction(pool, (queries) => recordEvents(queries, [raceEvent(ctx)]));
    } catch (error) {
      log.error({ err: error, path: ctx.path }, 'the request was not kept');
      answerUnavailable(ctx);
    }
  });
  const refused = (ctx: KoaContextWithOIDC, error: Error) => {
    log.info({ err: error, clientId: ctx.oidc.client?.clientId, path: ctx.path }, 'request refused');
    if (error.cause instanceof DocumentUnavailable) answerUnavailable(ctx);
  };
  provider.on('grant.error', refused);
  provider.on('revocation.error', refused);
  provider.on('registration_create.error', refused);
  provider.on('authorization.error', refused);
  provider.on('server_error', (ctx, error) => {
    log.error({ err: error, path: ctx.path }, 'request failed');
    if (error instanceof AppError && error.code === 'unavailable' && ctx.status === 500) answerUnavailable(ctx);
  });
}

/** Clients throw credentials away at `invalid_client` and `invalid_grant`; trouble on our side must never look like them. */
function answerUnavailable(ctx: KoaContextWithOIDC): void {
  ctx.status = 503;
  ctx.set('Retry-After', String(RETRY_AFTER_SECONDS));
  ctx.set('Cache-Control', 'no-store');
  ctx.body = {
    error: 'temporarily_unavailable',
    error_description: 'The server cannot answer at the moment. Try again shortly.',
  };
}

async function recordOutcome(queries: Queries, ctx: KoaContextWithOIDC): Promise<void> {
  const { connection, graceUses, revoked } = noteOf(ctx);
  const events: NewAuditEvent[] = [];
  if (ctx.path === '/oauth/register') events.push(registrationEvent(ctx));
  if (revoked) {
    const { id: connectionId, organizationId, userId, clientId, reason } = revoked;
    const about = {
      ...originOf(ctx),
      connectionId,
      organizationId,
      userId,
      clientId,
      actorKind: 'client',
      actorId: clientId,
    } as const;
    if (reason === 'replay') events.push({ ...about, action: 'token.replay', outcome: 'refused' });
    events.push({ ...about, action: 'connection.revoked', details: { reason } });
  } else if (connection && ctx.status < 400) {
    const renewal = ctx.oidc.params?.grant_type === 'refresh_token';
    const { id: connectionId, organizationId, userId, clientId } = connection;
    const about = {
      ...originOf(ctx),
      connectionId,
      organizationId,
      userId,
      clientId,
      actorKind: 'client',
      actorId: clientId,
    } as const;
    const { scope, jti } = ctx.oidc.entities.AccessToken ?? {};
    events.push({ ...about, action: renewal ? 'token.renewed' : 'token.issued', details: { scope, jti } });
    if (graceUses) events.push({ ...about, action: 'token.race', details: { graceUses } });
    if (!renewal) await activate(queries, connectionId);
  }
  await recordEvents(queries, events);
}

async function activate(queries: Queries, connectionId: string): Promise<void> {
  await queries
    .updateTable('connection')
    .set({ activatedAt: new Date().toISOString() })
    .where('id', '=', connectionId)
    .where('activatedAt', 'is', null)
    .execute();
}

function raceEvent(ctx: KoaContextWithOIDC): NewAuditEvent {
  const { connection } = noteOf(ctx);
  const clientId = ctx.oidc.client?.clientId ?? null;
  return {
    ...originOf(ctx),
    action: 'token.race',
    outcome: 'refused',
    connectionId: connection?.id ?? null,
    organizationId: connection?.organizationId ?? null,
    userId: connection?.userId ?? ctx.oidc.entities.Grant?.accountId ?? null,
    clientId,
    actorKind: 'client',
    actorId: clientId,
  };
}

function registrationEvent(ctx: KoaContextWithOIDC): NewAuditEvent {
  const client = ctx.oidc.client;
  const details = {
    name: client?.clientName,
    redirectUris: client?.redirectUris,
    authMethod: client?.tokenEndpointAuthMethod,
  };
  const clientId = client?.clientId ?? null;
  return { ...originOf(ctx), action: 'client.registered', clientId, actorKind: 'client', actorId: clientId, details };
}

function originOf(ctx: KoaContextWithOIDC) {
  return originOfRaw(ctx.req);
}
