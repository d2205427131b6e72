import type { FastifyInstance } from 'fastify';
import { ASSETS } from '../assets/assets.ts';

/** Serves what the pages load, each under an address that changes with its content. */
export function assetsRoute(app: FastifyInstance): void {
  for (const { url, contentType, content } of Object.values(ASSETS)) {
    app.get(url, (_request, reply) =>
      reply.header('cache-control', 'public, max-age=31536000, immutable').type(contentType).send(content),
    );
  }
}
