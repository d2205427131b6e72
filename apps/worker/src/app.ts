import { join } from 'node:path';
import type { Job } from '@countersign/contracts/define-job';
import type { Pool } from '@countersign/db/pool';
import type { Clock } from '@countersign/runtime/clock';
import { newId } from '@countersign/runtime/ids';
import type { Logger } from '@countersign/runtime/log';
import { deriveKey } from '@countersign/runtime/secret-key';
import fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify';
import type { Settings } from './env.ts';
import { serveHealth } from './health.ts';
import { startJobs } from './jobs/start-jobs.ts';
import { deliverMail } from './mail/deliver-mail.ts';
import { createTransport } from './mail/transport.ts';

export interface AppDeps {
  readonly env: Pick<Settings, 'DATABASE_URL' | 'SECRET_KEY' | 'SMTP_URL' | 'MAIL_FROM' | 'DATA_DIR'>;
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
  const transport = createTransport({
    smtpUrl: env.SMTP_URL,
    from: env.MAIL_FROM ?? 'Countersign <countersign@localhost>',
    folder: join(env.DATA_DIR, 'mail'),
  });
  const mail = deliverMail({ pool, log, transport, sealingKey: deriveKey(env.SECRET_KEY, 'sealing') });
  serveHealth(app, { pool, isWorking: work.isWorking });
  app.addHook('onClose', async () => {
    await Promise.all([work.stop(), mail.stop()]);
  });
  return app;
}
