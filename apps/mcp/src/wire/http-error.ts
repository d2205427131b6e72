import { type AppError, ERROR_CODES } from '@countersign/contracts/errors';
import type { FastifyBaseLogger, FastifyReply } from 'fastify';
import { isCuredByConsent, scopeChallenge, signInChallenge } from './challenge.ts';
import type { ProtectedResource } from './protected-resource.ts';

const RETRY_AFTER_SECONDS = 2;

/** Sets the status and headers of a refusal, and leaves the body to the caller. */
export function refuseWith(
  reply: FastifyReply,
  error: AppError,
  resource: ProtectedResource,
  hadCredentials: boolean,
): FastifyReply {
  reply.code(ERROR_CODES[error.code].status);
  if (error.code === 'unauthenticated')
    reply.header('www-authenticate', signInChallenge(resource, error, hadCredentials));
  if (isCuredByConsent(error)) reply.header('www-authenticate', scopeChallenge(resource, error));
  if (ERROR_CODES[error.code].retry === 'later' && error.code !== 'internal') {
    reply.header('retry-after', String(error.details.retryAfterSeconds ?? RETRY_AFTER_SECONDS));
  }
  return reply;
}

/** A refusal before there is a JSON-RPC message to answer. */
export function errorBody(error: AppError) {
  return { error: error.code, error_description: error.message };
}

/** An error the JSON-RPC layer gives before it has read an id. */
export function jsonRpcError(code: number, message: string) {
  return { jsonrpc: '2.0', error: { code, message }, id: null };
}

/** A caller's fault is one line with its reason; ours comes with the stack. Credentials are in neither. */
export function logRefusal(log: FastifyBaseLogger, error: AppError): void {
  if (error.code === 'internal' || error.code === 'unavailable') {
    log.error({ err: error }, 'a message was not answered');
    return;
  }
  const reason = error.cause instanceof Error ? error.cause.message : error.cause;
  log.info({ refusal: error.code, reason }, 'a message was refused');
}
