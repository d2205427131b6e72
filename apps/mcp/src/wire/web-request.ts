import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ProtectedResource } from './protected-resource.ts';

/** What the SDK reads of the request: method, headers and whether the client is still there. The body travels parsed. */
export function toWebRequest(request: FastifyRequest, reply: FastifyReply, { url }: ProtectedResource): Request {
  const gone = new AbortController();
  reply.raw.once('close', () => gone.abort());
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    if (typeof value === 'string') headers.set(name, value);
  }
  return new Request(url, { method: 'POST', headers, signal: gone.signal });
}
