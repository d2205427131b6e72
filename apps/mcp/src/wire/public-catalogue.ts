import type { Catalogue } from '@countersign/contracts/catalogue';
import { publicCatalogue } from '@countersign/contracts/public-catalogue';
import type { FastifyInstance } from 'fastify';

/** Changes only with a deployment. */
const MAX_AGE_SECONDS = 300;

/** `GET /catalogue.json`: what the tools are and what they ask for. Asks for no credentials, as it says nothing of anybody. */
export function servePublicCatalogue(app: FastifyInstance, catalogue: Catalogue): void {
  const body = JSON.stringify(publicCatalogue(catalogue));
  app.get('/catalogue.json', (_request, reply) =>
    reply.header('cache-control', `public, max-age=${MAX_AGE_SECONDS}`).type('application/json').send(body),
  );
}
