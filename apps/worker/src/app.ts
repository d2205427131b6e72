import type { Job } from '@countersign/contracts/define-job';
import type { Pool } from '@countersign/db/pool';
import type { Clock } from '@countersign/runtime/clock';
import { newId } from '@countersign/runtime/ids';
import type { Logger } from '@countersign/runtime/log';
import fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify';
import { serveHealth } from './health.ts';
import { startJobs } from './jobs/start-jobs.ts';

export interface AppDeps {
  readonly env: { readonly DATABASE_URL: string };
  /** As the jobs role; closed by whoever opened it, after the app. */
  readonly pool: Pool;
  readonly log: Logger;
  readonly clock: Clock;
  /** By name. */
  readonly jobs: ReadonlyMap<string, Job>;
}

/** The worker without a port; its work begins at once. Closing it lets what runs finish. */
export async function buildApp({ env, pool, log, clock, jobs }: AppDeps): Promise<FastifyInstance> {
  const loggerInstance: FastifyBaseLogger = log;
  const app = fastify({
    loggerInstance,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: newId,
    forceCloseConnections: 'idle',
  });
  const work = startJobs({ databaseUrl: env.DATABASE_URL, pool, log, clock, jobs });
  serveHealth(app, { pool, isWorking: work.isWorking });
  app.addHook('onClose', work.stop);
  return app;
}
