import { AppError, ERROR_CODES } from '@countersign/contracts/errors';
import type { Pool } from '@countersign/db/connections/pool';
import type { Clock } from '@countersign/runtime/clock';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { EndpointLimits } from './endpoint-limits.ts';
import type { ProviderHolder } from './provider-holder.ts';
import { holdsNull, holdsTooMany, providerRequest } from './provider-request.ts';
import { keepOrigin, originOf } from './request-origin.ts';

const FORM = 'application/x-www-form-urlencoded';
const FORM_BYTES_MAX = 56 * 1024;

/** Programs ask these, and read JSON from them whatever they say they accept: Java's own client says it prefers HTML. */
const FOR_PROGRAMS = [
  ['GET', '/.well-known/oauth-authorization-server'],
  ['GET', '/.well-known/openid-configuration'],
  ['GET', '/oauth/jwks'],
  ['POST', '/oauth/token'],
  ['POST', '/oauth/register'],
  ['POST', '/oauth/revoke'],
] as const;

/** Browsers are sent here. */
const FOR_BROWSERS = [
  ['GET', '/oauth/authorize'],
  // Nothing but an id of the provider's own making: it reads `/oauth/authorize/` as the start of a request.
  ['GET', '/oauth/authorize/:uid(^[\\w-]{1,64}$)'],
  // Where the provider sends a browser whose person changed in the middle of a request; not a feature of its own.
  ['POST', '/oauth/session/end/confirm'],
] as const;

export interface MountOptions {
  readonly holder: ProviderHolder;
  readonly limits: EndpointLimits;
  readonly urls: { readonly auth: string; readonly mcp: string };
  readonly pool: Pool;
  readonly clock: Clock;
}

/**
 * Mounts the provider's endpoints, each by name, in a plugin of its own so that no body parser of the pages touches them. All
 * addresses it emits are built from AUTH_URL, whatever Host or X-Forwarded header a request carries. A slash behind a path changes nothing.
 */
export async function mountProvider(
  app: FastifyInstance,
  { holder, limits, urls, pool, clock }: MountOptions,
): Promise<void> {
  const issuer = new URL(urls.auth);

  function mount(scope: FastifyInstance, method: 'GET' | 'POST', url: string, forPrograms: boolean): void {
    const handler = async (request: FastifyRequest, reply: FastifyReply) => {
      if (url === '/oauth/register' && allowAnyOrigin(request, reply)) return;
      const waitSeconds = await limits.waitSeconds(url, request);
      if (waitSeconds !== undefined) return tooMany(reply, waitSeconds);
      if (holdsNull(request) || holdsTooMany(request)) return refuse(reply, 400);
      const raw = await providerRequest(request, url, { mcpUrl: urls.mcp, pool, now: clock() });
      if (forPrograms) raw.headers.accept = 'application/json';
      raw.headers['x-forwarded-host'] = issuer.host;
      raw.headers['x-forwarded-proto'] = issuer.protocol.slice(0, -1);
      keepOrigin(raw, originOf(request));
      reply.hijack();
      await holder.handle(raw, reply.raw);
    };
    const served = forPrograms && method === 'GET' ? (['GET', 'HEAD'] as const) : ([method] as const);
    for (const path of [url, `${url}/`]) {
      scope.route({ method: [...served, 'OPTIONS'], url: path, exposeHeadRoute: false, handler });
    }
  }

  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser(FORM, { parseAs: 'string', bodyLimit: FORM_BYTES_MAX }, (_request, body, done) =>
      done(null, body),
    );
    scope.addContentTypeParser('*', (_request, _payload, done) => done(null));
    scope.setErrorHandler<FastifyError | AppError>((error, request, reply) => {
      const status = error instanceof AppError ? ERROR_CODES[error.code].status : (error.statusCode ?? 500);
      if (status >= 500) request.log.error({ err: error }, 'the request was not handed on');
      return refuse(reply, status);
    });
    for (const [method, url] of FOR_PROGRAMS) mount(scope, method, url, true);
    for (const [method, url] of FOR_BROWSERS) mount(scope, method, url, false);
  });
}

/** In the shape of OAuth, and not one of the errors that make a client throw its credentials away. */
function tooMany(reply: FastifyReply, waitSeconds: number): FastifyReply {
  return reply
    .code(429)
    .header('retry-after', String(waitSeconds))
    .send({
      error: 'temporarily_unavailable',
      error_description: `Too many requests. Try again in ${waitSeconds} seconds.`,
    });
}

function refuse(reply: FastifyReply, status: number): FastifyReply {
  if (status === 503) {
    return reply.code(503).header('retry-after', '5').send({
      error: 'temporarily_unavailable',
      error_description: 'The server cannot answer at the moment. Try again shortly.',
    });
  }
  return reply.code(status).send({
    error: status < 500 ? 'invalid_request' : 'server_error',
    error_description: 'The request could not be read.',
  });
}

/**
 * Registration is open to everyone and sends no cookie, so a browser client may read the answer from any origin; the provider itself
 * answers no preflight here. Returns true when the preflight was answered.
 */
function allowAnyOrigin(request: FastifyRequest, reply: FastifyReply): boolean {
  const headers = {
    'access-control-allow-origin': '*',
    'access-control-allow-methods': 'POST',
    'access-control-allow-headers': 'content-type, mcp-protocol-version',
    'access-control-max-age': '3600',
  };
  if (request.method === 'OPTIONS') {
    void reply.code(204).headers(headers).send();
    return true;
  }
  reply.raw.setHeader('access-control-allow-origin', '*');
  return false;
}
