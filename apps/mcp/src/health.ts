import type { Pool } from '@countersign/db/pool';
import type { FastifyInstance } from 'fastify';

/** `/healthz`: the process is up. `/readyz`: it can also reach its database. */
export function serveHealth(app: FastifyInstance, pool: Pool): void {
  app.get('/healthz', async () => ({ status: 'up' }));
  app.get('/readyz', async (request, reply) => {
    try {
      await pool.query('select 1');
      return { status: 'ready' };
    } catch (error) {
      request.log.warn({ err: error }, 'not ready');
      return reply.code(503).header('retry-after', '2').send({ status: 'the database cannot be reached' });
    }
  });
}
