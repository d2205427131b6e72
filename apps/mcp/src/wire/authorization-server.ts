import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { fetchWithin } from './fetch-within.ts';

/** As much as the authorization server itself takes. */
const FORM_BYTES_MAX = 56 * 1024;
const METADATA_SECONDS = 60;
const METADATA = ['/.well-known/oauth-authorization-server', '/.well-known/openid-configuration'];
/** By the last part of the path, which is what clients guess; and as they stand in the metadata, on the wrong host. */
const POSTED = ['token', 'register', 'revoke'];
const SENT = ['content-type', 'authorization', 'user-agent'] as const;
const ANSWERED = ['content-type', 'cache-control', 'pragma', 'www-authenticate', 'retry-after'] as const;

/**
 * Lets clients find the authorization server that look for it here, at the host of the address people typed: those of the protocol of March
 * 2025 know no other place, and some hosted ones, given a client id by hand, go to `/authorize`, `/token` and `/register` of this host
 * although the metadata names another. Metadata is the authorization server's own, word for word; a browser is sent there; a form is
 * handed on, since nobody can be relied on to repeat a POST elsewhere. Everything is judged there: this decides and stores nothing.
 */
export async function serveAuthorizationServer(app: FastifyInstance, { authUrl }: { authUrl: string }): Promise<void> {
  app.setErrorHandler<Error & { statusCode?: number }>(refuse);
  const ask = fetchWithin({ timeoutMs: 10_000, inFlightMax: 64, bytesMax: 256 * 1024 });
  const known = new Map<string, { readonly until: number; readonly body: Buffer }>();

  for (const path of METADATA) {
    const serve = async (_request: FastifyRequest, reply: FastifyReply) => {
      const now = performance.now();
      let metadata = known.get(path);
      if (!metadata || metadata.until < now) {
        const { status, body } = await ask(`${authUrl}${path}`, { headers: { accept: 'application/json' } });
        if (status !== 200) throw new Error(`The authorization server's metadata was answered with ${status}.`);
        metadata = { until: now + METADATA_SECONDS * 1000, body };
        known.set(path, metadata);
      }
      reply.header('cache-control', `public, max-age=${METADATA_SECONDS}`);
      return reply.type('application/json; charset=utf-8').send(metadata.body);
    };
    // RFC 8414 §3.1 puts the path of what was typed behind it.
    for (const end of ['', '/mcp', '/mcp/*']) app.get(`${path}${end}`, serve);
  }

  for (const place of ['', '/oauth'])
    app.get(`${place}/authorize`, (request, reply) => {
      const start = request.url.indexOf('?');
      reply.header('cache-control', 'no-store');
      return reply.redirect(`${authUrl}/oauth/authorize${start < 0 ? '' : request.url.slice(start)}`, 302);
    });

  await app.register(async (forms) => {
    forms.removeAllContentTypeParsers();
    forms.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: FORM_BYTES_MAX }, (_request, body, done) =>
      done(null, body),
    );
    for (const name of POSTED)
      for (const place of ['', '/oauth'])
        forms.post(`${place}/${name}`, async (request, reply) => {
          const headers: Record<string, string> = { accept: 'application/json', 'x-forwarded-for': request.ip };
          for (const header of SENT) {
            const value = request.headers[header];
            if (value !== undefined) headers[header] = value;
          }
          const body = (request.body as Buffer | undefined) ?? Buffer.alloc(0);
          const answer = await ask(`${authUrl}/oauth/${name}`, { method: 'POST', headers, body });
          for (const header of ANSWERED) {
            const value = answer.headers.get(header);
            if (value !== null) reply.header(header, value);
          }
          return reply.code(answer.status).send(answer.body);
        });
  });
}

/** In the shape of OAuth, and with no word that makes a client throw its credentials away. */
function refuse(error: Error & { statusCode?: number }, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { statusCode = 500 } = error;
  reply.header('cache-control', 'no-store');
  if (statusCode < 500)
    return reply
      .code(statusCode)
      .send({ error: 'invalid_request', error_description: 'The request could not be read.' });
  request.log.error({ err: error }, 'the authorization server was not reached');
  return reply.code(503).header('retry-after', '5').send({
    error: 'temporarily_unavailable',
    error_description: 'The authorization server cannot be reached from here at the moment. Try again shortly.',
  });
}
