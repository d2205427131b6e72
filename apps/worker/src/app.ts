import { join } from 'node:path';
import { createDrawnFiles } from '@countersign/access/files/drawn-files';
import type { Job } from '@countersign/contracts/define-job';
import type { FileKind } from '@countersign/contracts/file-kind';
import { databaseAnswers } from '@countersign/db/connections/database-answers';
import type { Pool } from '@countersign/db/connections/pool';
import { withQueries } from '@countersign/db/connections/transaction';
import { readJobHealth } from '@countersign/db/jobs/job-health';
import type { Clock } from '@countersign/runtime/clock';
import type { Logger } from '@countersign/runtime/log';
import { NotReady, serveOperations } from '@countersign/runtime/operations';
import { deriveKey } from '@countersign/runtime/secret-key';
import { serverOptions } from '@countersign/runtime/server-options';
import fastify, { type FastifyInstance, LogController } from 'fastify';
import type { Settings } from './env.ts';
import { startJobs } from './jobs/start-jobs.ts';
import { createAttached } from './mail/attached.ts';
import { deliverMail } from './mail/deliver-mail.ts';
import { readMailHealth } from './mail/outgoing-mail.ts';
import { createTransport } from './mail/transport.ts';
import { showStanding } from './standing-metrics.ts';
import type { Upkeep } from './upkeep/upkeep.ts';

export interface AppDeps {
  readonly env: Pick<
    Settings,
    | 'TRUST_PROXY'
    | 'METRICS_TOKEN'
    | 'AUTH_URL'
    | 'DATABASE_URL'
    | 'SECRET_KEY'
    | 'SMTP_URL'
    | 'MAIL_FROM'
    | 'DATA_DIR'
    | 'JOB_RETRIES'
  >;
  /** As the jobs role; closed by whoever opened it, after the app. */
  readonly pool: Pool;
  /** Whether a connection pooler stands before the database. */
  readonly behindPooler?: boolean;
  readonly log: Logger;
  readonly clock: Clock;
  /** By name. */
  readonly jobs: ReadonlyMap<string, Job>;
  /** By kind; letters bear them. */
  readonly files: ReadonlyMap<string, FileKind>;
  /** By name. */
  readonly upkeep: ReadonlyMap<string, Upkeep>;
}

/** The worker without a port; its work begins at once. Closing it lets what runs finish. */
export async function buildApp({
  env,
  pool,
  behindPooler = false,
  log,
  clock,
  jobs,
  files,
  upkeep,
}: AppDeps): Promise<FastifyInstance> {
  const app: FastifyInstance = fastify({
    ...serverOptions({ log, trustProxy: env.TRUST_PROXY }),
    logController: new LogController({ disableRequestLogging: true }),
  });
  const work = startJobs({
    databaseUrl: env.DATABASE_URL,
    behindPooler,
    retries: env.JOB_RETRIES,
    pool,
    log,
    clock,
    jobs,
    upkeep,
  });
  const transport = createTransport({
    smtpUrl: env.SMTP_URL,
    from: env.MAIL_FROM ?? 'Countersign <countersign@localhost>',
    folder: join(env.DATA_DIR, 'mail'),
  });
  const mail = deliverMail({
    pool,
    log,
    transport,
    sealingKey: deriveKey(env.SECRET_KEY, 'sealing'),
    invitationKey: deriveKey(env.SECRET_KEY, 'invitation'),
    authUrl: env.AUTH_URL,
    attached: createAttached({ pool, files, drawn: createDrawnFiles(), clock }),
  });
  const names = [...jobs.keys(), ...upkeep.keys()];
  const readStanding = async () => {
    const standing = withQueries(pool, (queries) => readJobHealth(queries, names, clock()));
    const [jobs, mail] = await Promise.all([standing, readMailHealth(pool)]);
    return { jobs, mail };
  };
  const hideStanding = showStanding(readStanding);
  serveOperations(app, {
    ready: async () => {
      await databaseAnswers(pool);
      const standing = await readStanding();
      if (!work.isWorking()) throw new NotReady('the job queue cannot be worked on yet');
      return standing;
    },
    metricsToken: env.METRICS_TOKEN,
  });
  app.addHook('onClose', async () => {
    hideStanding();
    await Promise.all([work.stop(), mail.stop()]);
  });
  return app;
}
