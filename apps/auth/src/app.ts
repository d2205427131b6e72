import { sealAuditLog } from '@countersign/access/audit/audit-seal';
import { databaseAnswers } from '@countersign/db/connections/database-answers';
import type { Pool } from '@countersign/db/connections/pool';
import type { Clock } from '@countersign/runtime/clock';
import { createCounters } from '@countersign/runtime/counters';
import type { Logger } from '@countersign/runtime/log';
import { serveOperations } from '@countersign/runtime/operations';
import { deriveKey } from '@countersign/runtime/secret-key';
import { serverOptions } from '@countersign/runtime/server-options';
import { type FastifyInstance, fastify } from 'fastify';
import type { AuthEnv } from './env.ts';
import { externalProvider } from './external/external-provider.ts';
import { createInteractions } from './interactions/create-interactions.ts';
import { registerPages } from './pages/register-pages.ts';
import { createEndpointLimits } from './provider/endpoint-limits.ts';
import { createDocumentFetch, type Fetch, refuseToFetch } from './provider/metadata-documents.ts';
import { mountProvider } from './provider/mount-provider.ts';
import { createProviderHolder, type ProviderHolder } from './provider/provider-holder.ts';

const KEYS_POLL_MS = 45_000;
const SEAL_AUDIT_MS = 5 * 60_000;
const HSTS = 'max-age=31536000';

export interface AuthDeps {
  readonly env: AuthEnv;
  /** As the `countersign_control` role. */
  readonly pool: Pool;
  readonly log: Logger;
  readonly clock: Clock;
  /** How client ID metadata documents are fetched; guarded against addresses inside the network unless given. */
  readonly fetchDocument?: Fetch;
}

declare module 'fastify' {
  interface FastifyInstance {
    /** The OAuth provider of this moment, and its keys. */
    readonly provider: ProviderHolder;
  }
}

/** The authorization server without a port. Reads or makes the signing keys first, so it needs its database. */
export async function buildApp({ env, pool, log, clock, fetchDocument }: AuthDeps): Promise<FastifyInstance> {
  const urls = { auth: env.AUTH_URL, mcp: env.MCP_URL, console: env.CONSOLE_URL };
  const secretKey = env.SECRET_KEY;
  const holder = await createProviderHolder({
    urls,
    secretKey,
    pool,
    log,
    clock,
    fetchesDocuments: env.CLIENT_METADATA_DOCUMENTS === 'on',
    fetchDocument: createDocumentFetch(
      pool,
      log,
      env.CLIENT_METADATA_DOCUMENTS === 'on' ? fetchDocument : refuseToFetch,
    ),
  });
  const app: FastifyInstance = fastify({
    ...serverOptions({ log, trustProxy: env.TRUST_PROXY }),
    routerOptions: { ignoreTrailingSlash: false },
  });
  app.decorate('provider', holder);
  if (urls.auth.startsWith('https:')) {
    // On the raw answer, which the provider writes by itself.
    app.addHook('onRequest', async (_request, reply) => void reply.raw.setHeader('strict-transport-security', HSTS));
  }
  const counters = createCounters({ redisUrl: env.REDIS_URL, log });
  serveOperations(app, {
    ready: async () => ({ ...(await databaseAnswers(pool)), limitsCounted: counters.counted() }),
    metricsToken: env.METRICS_TOKEN,
  });
  app.addHook('onClose', counters.close);
  const limits = createEndpointLimits(counters, secretKey);
  await mountProvider(app, { holder, limits, urls, pool, clock });
  const interactions = createInteractions({ provider: holder.current, pool, clock, mcpUrl: urls.mcp });
  const externalProviders = env.externalProviders.map(externalProvider);
  await registerPages(app, { interactions, pool, log, clock, limits, urls, secretKey, externalProviders });
  every(app, KEYS_POLL_MS, 'signing keys could not be refreshed', holder.refresh);
  every(app, SEAL_AUDIT_MS, 'the audit log could not be sealed', async () => {
    await sealAuditLog(pool, deriveKey(secretKey, 'audit-seal'), clock());
  });
  return app;
}

/** Repeats work while the app is open. A failure is logged, and the next turn tries again. */
function every(app: FastifyInstance, intervalMs: number, failure: string, work: () => Promise<void>): void {
  const timer = setInterval(() => {
    work().catch((error: unknown) => app.log.error({ err: error }, failure));
  }, intervalMs);
  timer.unref();
  app.addHook('onClose', async () => clearInterval(timer));
}
