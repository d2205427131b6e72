import { AppError } from '@countersign/contracts/errors';
import type { Pool } from '@countersign/db/connections/pool';
import { tellable } from '@countersign/db/connections/tellable';
import { transaction } from '@countersign/db/connections/transaction';
import type { Logger } from '@countersign/runtime/log';
import type { KoaContextWithOIDC, Provider } from 'oidc-provider';
import { DocumentUnavailable } from './metadata-documents.ts';
import { recordLostRace, recordOutcome } from './record-outcome.ts';
import { noteOf } from './request-notes.ts';
import { inOneTransaction } from './request-transaction.ts';

const TRANSACTIONAL = new Set(['/oauth/token', '/oauth/revoke', '/oauth/register']);
const RETRY_AFTER_SECONDS = 5;

export interface TransactionDeps {
  readonly pool: Pool;
  readonly log: Logger;
  readonly urls: { readonly console: string };
}

/**
 * Puts each token, revocation and registration request in one transaction with its audit events. An error after a token was rotated
 * undoes the rotation, so the client's retry is no replay; a replay that ended a connection is kept although it is answered with 400.
 */
export function addTransactions(provider: Provider, { pool, log, urls }: TransactionDeps): void {
  provider.use(async (ctx: KoaContextWithOIDC, next) => {
    if (!TRANSACTIONAL.has(ctx.path)) return next();
    try {
      await inOneTransaction(
        pool,
        next,
        () => ctx.status < 400 || noteOf(ctx).grantEnded === true,
        (queries) => recordOutcome(queries, ctx, urls.console),
      );
      if (noteOf(ctx).lostRace) await transaction(pool, (queries) => recordLostRace(queries, ctx));
    } catch (error) {
      log.error({ err: error, path: ctx.path }, 'the request was not kept');
      answerUnavailable(ctx);
    }
  });
  const logRefusal = (ctx: KoaContextWithOIDC, error: Error) => {
    log.info({ err: error, clientId: ctx.oidc.client?.clientId, path: ctx.path }, 'request refused');
  };
  // Listeners run when the answer is written already, and may write another.
  const refused = (ctx: KoaContextWithOIDC, error: Error) => {
    logRefusal(ctx, error);
    if (error.cause instanceof DocumentUnavailable) answerUnavailable(ctx, sentenceOf(error.cause));
  };
  provider.on('grant.error', refused);
  provider.on('revocation.error', refused);
  provider.on('registration_create.error', logRefusal);
  provider.on('authorization.error', logRefusal);
  provider.on('server_error', (ctx, error) => {
    log.error({ err: error, path: ctx.path }, 'request failed');
    // A statement's own error, where the provider answered before the transaction could say what it means.
    const told = tellable(error);
    if (told instanceof AppError && told.code === 'unavailable' && ctx.status === 500) answerUnavailable(ctx);
  });
}

/** In the characters that RFC 6749 §5.2 lets a description have. */
function sentenceOf({ url, why }: DocumentUnavailable): string {
  const sentence = `The document at ${url}, by which this client names itself, could not be read: ${why}. Try again in a minute, or register the client instead.`;
  return sentence.replaceAll(/[^\x20-\x21\x23-\x5B\x5D-\x7E]/g, "'");
}

/** Clients throw credentials away at `invalid_client` and `invalid_grant`; trouble on our side must never look like them. */
function answerUnavailable(
  ctx: KoaContextWithOIDC,
  description = 'The server cannot answer at the moment. Try again shortly.',
): void {
  ctx.status = 503;
  ctx.set('Retry-After', String(RETRY_AFTER_SECONDS));
  ctx.set('Cache-Control', 'no-store');
  ctx.body = {
    error: 'temporarily_unavailable',
    error_description: description,
  };
}
