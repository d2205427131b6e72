import type { IncomingHttpHeaders } from 'node:http';
import type { FastifyReply } from 'fastify';
import type { ProtectedResource } from './protected-resource.ts';

/**
 * What the SDK reads of the request: method, headers and whether the client is still there. The body travels parsed. Types were judged
 * before; the SDK knows fewer spellings of them.
 */
export function toWebRequest(given: IncomingHttpHeaders, reply: FastifyReply, { url }: ProtectedResource): Request {
  const gone = new AbortController();
  reply.raw.once('close', () => gone.abort());
  const headers = new Headers();
  for (const [name, value] of Object.entries(given)) {
    if (typeof value === 'string') headers.set(name, value);
  }
  headers.set('accept', 'application/json, text/event-stream');
  headers.set('content-type', 'application/json');
  return new Request(url, { method: 'POST', headers, signal: gone.signal });
}
