import type { FastifyInstance } from 'fastify';
import { type OpenApiParts, openApiDocument } from './open-api.ts';

/** Changes only with a deployment. */
const MAX_AGE_SECONDS = 300;

/** `GET /openapi.json`: the REST projection for generators and people. Asks for no credentials, as it says nothing of anybody. */
export function serveOpenApi(app: FastifyInstance, parts: OpenApiParts): void {
  const body = JSON.stringify(openApiDocument(parts));
  app.get('/openapi.json', (_request, reply) =>
    reply.header('cache-control', `public, max-age=${MAX_AGE_SECONDS}`).type('application/json').send(body),
  );
}
