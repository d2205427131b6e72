import { createAuditBatch } from '@countersign/access/audit/audit-batch';
import { createToolCallLog, NO_TOOL_CALL_LOG } from '@countersign/access/audit/tool-call-log';
import { createCallTool } from '@countersign/access/calls/call-tool';
import { meteredCallTool } from '@countersign/access/calls/metered-call-tool';
import { createPassOf } from '@countersign/access/calls/pass-of';
import { createDrawnFiles } from '@countersign/access/files/drawn-files';
import { createFileLinks } from '@countersign/access/files/file-links';
import { createLastUsed } from '@countersign/access/gate/last-used';
import { createCallLimits } from '@countersign/access/limits/call-limits';
import { createFairShare } from '@countersign/access/limits/fair-share';
import { createAuthenticator } from '@countersign/access/principals/authenticate';
import { withOversight } from '@countersign/access/proposals/oversight-module';
import { areasOf, type Catalogue } from '@countersign/contracts/catalogue';
import type { FileKind } from '@countersign/contracts/file-kind';
import { databaseAnswers } from '@countersign/db/connections/database-answers';
import { type Pool, silentForMs } from '@countersign/db/connections/pool';
import type { Clock } from '@countersign/runtime/clock';
import { createCounters } from '@countersign/runtime/counters';
import type { Logger } from '@countersign/runtime/log';
import { serveOperations } from '@countersign/runtime/operations';
import { serverOptions } from '@countersign/runtime/server-options';
import fastify, { type FastifyInstance, LogController } from 'fastify';
import type { Settings } from './env.ts';
import { serveAuthorizationServer } from './wire/authorization-server.ts';
import { browserAccess } from './wire/browser-access.ts';
import { createFastLane } from './wire/fast-lane.ts';
import { serveFiles } from './wire/files.ts';
import { createHostCheck, createOriginCheck } from './wire/host-and-origin.ts';
import { createLinkedFiles } from './wire/linked-file.ts';
import { serveMcp } from './wire/mcp.ts';
import { serveOpenApi } from './wire/open-api-route.ts';
import { servePublicCatalogue } from './wire/public-catalogue.ts';
import { serveResourceMetadata } from './wire/resource-metadata.ts';
import { serveRest } from './wire/rest.ts';
import { createSdkLane } from './wire/sdk-lane.ts';
import { createToolChoices } from './wire/tool-choice.ts';
import { createToolLists } from './wire/tool-list.ts';

export interface AppDeps {
  readonly env: Pick<
    Settings,
    | 'MCP_URL'
    | 'AUTH_URL'
    | 'CONSOLE_URL'
    | 'TRUST_PROXY'
    | 'AUDIT_TOOL_CALLS'
    | 'MCP_ALLOWED_ORIGINS'
    | 'METRICS_TOKEN'
    | 'REDIS_URL'
    | 'RATE_LIMIT_CREDENTIAL'
    | 'RATE_LIMIT_PERSON'
    | 'RATE_LIMIT_ORGANIZATION'
    | 'FILE_LINK_KEY'
  >;
  /** As the tools role; closed by whoever opened it, after the app. */
  readonly pool: Pool;
  readonly log: Logger;
  readonly clock: Clock;
  readonly catalogue: Catalogue;
  readonly files: ReadonlyMap<string, FileKind>;
  /** Off only to compare the two lanes with each other. */
  readonly withFastLane?: boolean;
}

/** The resource server without a port. Closing it writes what is still to be written. */
export async function buildApp({
  env,
  pool,
  log,
  clock,
  catalogue: product,
  files,
  withFastLane = true,
}: AppDeps): Promise<FastifyInstance> {
  const catalogue = withOversight(product);
  const audit = createAuditBatch(pool, log);
  const lastUsed = createLastUsed(pool, log);
  const calls = env.AUDIT_TOOL_CALLS === 'on' ? createToolCallLog(audit) : NO_TOOL_CALL_LOG;
  const areas = areasOf(catalogue);
  const counters = createCounters({ redisUrl: env.REDIS_URL, log });
  const limits = createCallLimits(counters, {
    credential: env.RATE_LIMIT_CREDENTIAL,
    person: env.RATE_LIMIT_PERSON,
    organization: env.RATE_LIMIT_ORGANIZATION,
  });
  // Half the connections, so that an organization whose calls take long, or wait for each other, leaves the others as many.
  const share = createFairShare(Math.ceil(pool.options.max / 2), { silentForMs: () => silentForMs(pool) });
  const fileLinks = createFileLinks({ key: Buffer.from(env.FILE_LINK_KEY, 'base64'), mcpUrl: env.MCP_URL });
  const passOf = createPassOf(pool, limits);
  const callTool = meteredCallTool(
    createCallTool({ pool, log, clock, consoleUrl: env.CONSOLE_URL, areas, calls, lastUsed, passOf, share, fileLinks }),
  );
  const authenticate = createAuthenticator({ pool, log, clock, issuer: env.AUTH_URL });
  const lists = createToolLists(catalogue);
  const choices = createToolChoices(catalogue);
  const linkedFiles = createLinkedFiles({ files, catalogue, fileLinks, pool, share, drawn: createDrawnFiles(), clock });
  const sdkLane = createSdkLane({
    lists,
    callTool,
    readLinkedFile: linkedFiles.read,
    log,
  });
  const fastLane = withFastLane ? createFastLane({ lists, callTool, passOf }) : undefined;
  const rules = { mcpUrl: env.MCP_URL, consoleUrl: env.CONSOLE_URL, moreOrigins: env.MCP_ALLOWED_ORIGINS };

  const app: FastifyInstance = fastify({
    ...serverOptions({ log, trustProxy: env.TRUST_PROXY }),
    // People and clients add slashes to an address, and nothing here is another thing with one (open-webui/mcpo#209).
    routerOptions: { ignoreTrailingSlash: true, ignoreDuplicateSlashes: true },
    // The audit log records calls; a line per request would repeat it.
    logController: new LogController({ disableRequestLogging: true }),
  });
  serveOperations(app, {
    ready: async () => ({ ...(await databaseAnswers(pool)), limitsCounted: counters.counted() }),
    metricsToken: env.METRICS_TOKEN,
  });
  await app.register(async (served) => {
    served.addHook('onRequest', createHostCheck(env.MCP_URL));
    await browserAccess(served, rules);
    serveResourceMetadata(served, { mcpUrl: env.MCP_URL, authUrl: env.AUTH_URL });
    await served.register((plugin) => serveAuthorizationServer(plugin, { authUrl: env.AUTH_URL }));
    servePublicCatalogue(served, catalogue);
    serveFiles(served, { linkedFiles, counters, audit });
    serveOpenApi(served, { mcpUrl: env.MCP_URL, authUrl: env.AUTH_URL, consoleUrl: env.CONSOLE_URL, catalogue });
    await served.register(
      (rest) =>
        serveRest(rest, {
          mcpUrl: env.MCP_URL,
          consoleUrl: env.CONSOLE_URL,
          catalogue,
          authenticate,
          limits,
          passOf,
          callTool,
        }),
      { prefix: '/v1' },
    );
    await served.register(async (mcp) => {
      mcp.addHook('onRequest', createOriginCheck(rules));
      await serveMcp(mcp, {
        mcpUrl: env.MCP_URL,
        consoleUrl: env.CONSOLE_URL,
        catalogue,
        authenticate,
        choices,
        limits,
        passOf,
        fastLane,
        sdkLane,
      });
    });
  });
  // Open subscriptions would never end by themselves.
  app.addHook('preClose', sdkLane.close);
  app.addHook('onClose', async () => {
    await lastUsed.close();
    await audit.close();
    await counters.close();
  });
  return app;
}
