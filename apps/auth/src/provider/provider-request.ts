import { IncomingMessage } from 'node:http';
import type { Pool } from '@countersign/db/connections/pool';
import type { FastifyRequest } from 'fastify';
import { keepAskedScopes } from './asked-scopes.ts';
import { normalizeAuthorizationRequest, normalizeTokenRequest } from './normalize-request.ts';
import { dropUnissuedSecret } from './unissued-secret.ts';

/** What a client authenticates at. */
const WITH_CREDENTIALS: ReadonlySet<string> = new Set(['/oauth/token', '/oauth/revoke']);

/** Far more than OAuth and all its extensions know. */
const PARAMETERS_MAX = 100;

/** Parameters are read several times over, and some of each are parsed as addresses. */
export function holdsTooMany({ raw, body }: FastifyRequest): boolean {
  const counts = [raw.url, body].map((text) =>
    typeof text === 'string' ? text.split('&', PARAMETERS_MAX + 1).length : 0,
  );
  return counts.some((count) => count > PARAMETERS_MAX);
}

/** No parameter may hold a null character (RFC 6749 appendix A), and PostgreSQL keeps none. */
export function holdsNull({ raw, body }: FastifyRequest): boolean {
  return [raw.url, body].some((text) => typeof text === 'string' && /\0|%00/.test(text));
}

/**
 * The request as the provider is to read it: authorization and token requests in their normal form, under the path of the route that
 * matched. The provider's own router is looser than ours, and a path read in two ways would pass by what is done here.
 */
export async function providerRequest(
  request: FastifyRequest,
  route: string,
  { mcpUrl, pool, now }: { readonly mcpUrl: string; readonly pool: Pool; readonly now: Date },
): Promise<IncomingMessage> {
  const { raw } = request;
  const { uid } = request.params as { uid?: string };
  const [, given = ''] = /\?(.*)$/s.exec(raw.url ?? '') ?? [];
  const query =
    route === '/oauth/authorize' ? normalizeAuthorizationRequest(mcpUrl, new URLSearchParams(given), now) : given;
  raw.url = `${uid === undefined ? route : `/oauth/authorize/${uid}`}?${query.toString()}`;
  if (typeof request.body !== 'string') return raw;
  const form = new URLSearchParams(request.body);
  if (WITH_CREDENTIALS.has(route)) await dropUnissuedSecret(pool, { headers: raw.headers, form });
  if (route !== '/oauth/token') return withBody(raw, form);
  const { form: normal, asked } = normalizeTokenRequest(mcpUrl, form);
  const message = withBody(raw, normal);
  keepAskedScopes(message, asked);
  return message;
}

/** The same request with another body: Fastify has read the stream, and the provider reads from one. */
function withBody(raw: IncomingMessage, form: URLSearchParams): IncomingMessage {
  const message = new IncomingMessage(raw.socket);
  const bytes = Buffer.from(form.toString());
  message.method = raw.method ?? 'POST';
  message.url = raw.url ?? '';
  message.httpVersion = raw.httpVersion;
  message.headers = { ...raw.headers, 'content-length': String(bytes.length) };
  message.push(bytes);
  message.push(null);
  message.complete = true;
  return message;
}
