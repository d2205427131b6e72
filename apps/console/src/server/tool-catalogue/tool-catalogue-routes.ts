import type { PublicCatalogue } from '@countersign/contracts/public-catalogue';
import type { FastifyInstance } from 'fastify';
import type { PublicCatalogueOf } from './public-catalogue-of.ts';

/** `GET /api/tools`: what every tool does and what it asks for. */
export async function toolCatalogueRoutes(
  app: FastifyInstance,
  { catalogueOf }: { readonly catalogueOf: PublicCatalogueOf },
): Promise<void> {
  app.get('/tools', async (): Promise<PublicCatalogue> => catalogueOf());
}
