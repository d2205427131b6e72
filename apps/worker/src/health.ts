import { readJobHealth } from '@countersign/db/job-health';
import type { Pool } from '@countersign/db/pool';
import { withQueries } from '@countersign/db/transaction';
import type { FastifyInstance } from 'fastify';
import { readMailHealth } from './mail/outgoing-mail.ts';

export interface HealthDeps {
  readonly pool: Pool;
  readonly isWorking: () => boolean;
}

/** `/healthz`: the process is up. `/readyz`: it can also reach its database and works through the queue, and how the queue and the mail stand. */
export function serveHealth(app: FastifyInstance, { pool, isWorking }: HealthDeps): void {
  app.get('/healthz', async () => ({ status: 'up' }));
  app.get('/readyz', async (request, reply) => {
    try {
      const [jobs, mail] = await Promise.all([withQueries(pool, readJobHealth), readMailHealth(pool)]);
      if (isWorking()) return { status: 'ready', jobs, mail };
      return reply.code(503).header('retry-after', '2').send({ status: 'the job queue cannot be worked on yet', jobs });
    } catch (error) {
      request.log.warn({ err: error }, 'not ready');
      return reply.code(503).header('retry-after', '2').send({ status: 'the database cannot be reached' });
    }
  });
}
