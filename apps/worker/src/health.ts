import { readJobHealth } from '@countersign/db/job-health';
import type { Pool } from '@countersign/db/pool';
import { withQueries } from '@countersign/db/transaction';
import type { FastifyInstance } from 'fastify';

export interface HealthDeps {
  readonly pool: Pool;
  readonly isWorking: () => boolean;
}

/** `/healthz`: the process is up. `/readyz`: it can also reach its database and works through the queue, and how the queue stands. */
export function serveHealth(app: FastifyInstance, { pool, isWorking }: HealthDeps): void {
  app.get('/healthz', async () => ({ status: 'up' }));
  app.get('/readyz', async (request, reply) => {
    try {
      const jobs = await withQueries(pool, readJobHealth);
      if (isWorking()) return { status: 'ready', jobs };
      return reply.code(503).header('retry-after', '2').send({ status: 'the job queue cannot be worked on yet', jobs });
    } catch (error) {
      request.log.warn({ err: error }, 'not ready');
      return reply.code(503).header('retry-after', '2').send({ status: 'the database cannot be reached' });
    }
  });
}
