import { IncomingMessage } from 'node:http';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { normalizeAuthorizationRequest, normalizeTokenRequest } from './normalize-request.ts';
import type { ProviderHolder } from './provider-holder.ts';
import { keepOrigin, originOf } from './request-origin.ts';

const FORM = 'application/x-www-form-urlencoded';
const FORM_BYTES_MAX = 56 * 1024;

/**
 * Flood guards per address. They are far above what one client needs, because hosted clients serve all their people from a few
 * addresses; the real limits are per person and connection.
 */
const LIMITS: Readonly<Record<string, { max: number; timeWindow: string }>> = {
  '/oauth/register': { max: 200, timeWindow: '1 hour' },
  '/oauth/authorize': { max: 600, timeWindow: '1 minute' },
  '/oauth/token': { max: 6000, timeWindow: '1 minute' },
  '/oauth/revoke': { max: 600, timeWindow: '1 minute' },
};

const ROUTES = [
  ['GET', '/.well-known/oauth-authorization-server'],
  ['GET', '/.well-known/openid-configuration'],
  ['GET', '/oauth/jwks'],
  ['GET', '/oauth/authorize'],
  ['GET', '/oauth/authorize/:uid'],
  ['POST', '/oauth/token'],
  ['POST', '/oauth/register'],
  ['POST', '/oauth/revoke'],
  // Where the provider sends a browser whose person changed in the middle of a request; not a feature of its own.
  ['POST', '/oauth/session/end/confirm'],
] as const;

export interface MountOptions {
  readonly holder: ProviderHolder;
  readonly urls: { readonly auth: string; readonly mcp: string };
}

/**
 * Mounts the provider's endpoints, each by name, in a plugin of its own so that no body parser of the pages touches them. All
 * addresses it emits are built from AUTH_URL, whatever Host or X-Forwarded header a request carries.
 */
export async function mountProvider(app: FastifyInstance, { holder, urls }: MountOptions): Promise<void> {
  const issuer = new URL(urls.auth);
  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser(FORM, { parseAs: 'string', bodyLimit: FORM_BYTES_MAX }, (_request, body, done) =>
      done(null, body),
    );
    scope.addContentTypeParser('*', (_request, _payload, done) => done(null));
    scope.setErrorHandler<FastifyError>((error, _request, reply) => {
      const status = error.statusCode ?? 500;
      if (status === 429) return reply.code(429).send(error);
      return reply.code(status).send({
        error: status < 500 ? 'invalid_request' : 'server_error',
        error_description: 'The request could not be read.',
      });
    });
    for (const [method, url] of ROUTES) {
      scope.route({
        method: [method, 'OPTIONS'],
        url,
        exposeHeadRoute: false,
        config: { rateLimit: LIMITS[url] ?? false },
        handler: async (request, reply) => {
          if (url === '/oauth/register' && allowAnyOrigin(request, reply)) return;
          const raw = toProvider(request, urls.mcp, url);
          raw.headers['x-forwarded-host'] = issuer.host;
          raw.headers['x-forwarded-proto'] = issuer.protocol.slice(0, -1);
          keepOrigin(raw, originOf(request));
          reply.hijack();
          await holder.handle(raw, reply.raw);
        },
      });
    }
  });
}

/** The request as the provider is to read it: authorization and token requests in their normal form. */
function toProvider(request: FastifyRequest, mcpUrl: string, route: string): IncomingMessage {
  const { raw } = request;
  if (route === '/oauth/authorize') {
    const query = new URL(raw.url ?? '', 'http://request').searchParams;
    raw.url = `${route}?${normalizeAuthorizationRequest(mcpUrl, query).toString()}`;
  }
  if (typeof request.body !== 'string') return raw;
  const form = new URLSearchParams(request.body);
  return withBody(raw, (route === '/oauth/token' ? normalizeTokenRequest(mcpUrl, form) : form).toString());
}

/** The same request with another body: Fastify has read the stream, and the provider reads from one. */
function withBody(raw: IncomingMessage, body: string): IncomingMessage {
  const message = new IncomingMessage(raw.socket);
  const bytes = Buffer.from(body);
  message.method = raw.method ?? 'POST';
  message.url = raw.url ?? '';
  message.httpVersion = raw.httpVersion;
  message.headers = { ...raw.headers, 'content-length': String(bytes.length) };
  message.push(bytes);
  message.push(null);
  message.complete = true;
  return message;
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
