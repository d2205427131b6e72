import type { FastifyInstance, HTTPMethods } from 'fastify';

export const BODY_BYTES_MAX = 1 << 20;

/** Every method a route answers, so that all but POST get 405 and not 404. */
export const METHODS: HTTPMethods[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** Bodies arrive as text whatever they claim to be: the content type is judged after the caller is known. */
export function readBodiesAsText(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string', bodyLimit: BODY_BYTES_MAX }, (_request, body, done) => {
    done(null, body);
  });
}

/** Undefined for text that is not JSON. */
export function parseJson(body: unknown): unknown {
  try {
    return JSON.parse(String(body));
  } catch {
    return undefined;
  }
}
