import { randomBytes } from 'node:crypto';
import { createPool } from '@countersign/db/pool';
import { createLog } from '@countersign/runtime/log';
import { toNodeHandler } from '@modelcontextprotocol/node';
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server';
import fastify, { type FastifyInstance } from 'fastify';
import { buildApp } from '../src/app.ts';
import { benchCatalogue, listInput, listOutput, TOOLS } from './bench-catalogue.ts';

// The measured process: every variant on a port of its own, so that rounds can take turns. Told what to serve by its parent.

export interface ServersToStart {
  readonly toolsUrl: string;
  readonly ownerUrl: string;
  readonly connectionId: string;
  readonly urls: { readonly mcp: string; readonly auth: string; readonly console: string };
}

const port = async (app: FastifyInstance): Promise<number> => {
  await app.listen({ port: 0, host: '127.0.0.1' });
  const address = app.server.address();
  return typeof address === 'object' && address ? address.port : 0;
};

function echo(): FastifyInstance {
  const app = fastify();
  app.post('/mcp', async (request) => request.body);
  return app;
}

/** Fastify and the two statements a read tool sends, without authentication, row-level security or protocol. */
function raw({ ownerUrl, connectionId }: ServersToStart): FastifyInstance {
  const pool = createPool(ownerUrl, { applicationName: 'bench raw' });
  const app = fastify();
  app.post('/mcp', async () => {
    const gate = await pool.query({ name: 'gate', text: 'select * from gate($1, false)', values: [connectionId] });
    const { organization_id: organizationId } = gate.rows[0] as { organization_id: string };
    const text = 'select id, name, created_at from team where organization_id = $1 order by name limit 20';
    const { rows } = await pool.query({ name: 'teams', text, values: [organizationId] });
    return { items: rows, nextCursor: null };
  });
  return app;
}

/** As the SDK's examples have it: a server per request that registers every tool. No authentication, no database. */
function sdkStyle(): FastifyInstance {
  const item = { id: '018f3c1e-0000-7000-8000-000000000000', name: 'Team', createdAt: new Date(0).toISOString() };
  const items = Array.from({ length: 20 }, () => item);
  const handler = createMcpHandler(() => {
    const server = new McpServer({ name: 'bench', version: '1' });
    for (let index = 0; index < TOOLS; index += 1) {
      const shapes = { inputSchema: listInput, outputSchema: listOutput };
      server.registerTool(
        index ? `list_${index}` : 'list_teams',
        { title: 'Teams', description: 'Teams.', ...shapes },
        () => {
          const structuredContent = { items, nextCursor: null };
          return { content: [{ type: 'text', text: JSON.stringify(structuredContent) }], structuredContent };
        },
      );
    }
    return server;
  });
  const serve = toNodeHandler(handler);
  const app = fastify();
  app.post('/mcp', async (request, reply) => {
    reply.hijack();
    await serve(request.raw as Parameters<typeof serve>[0], reply.raw, request.body);
  });
  return app;
}

async function countersign({ toolsUrl, urls }: ServersToStart, withFastLane: boolean): Promise<FastifyInstance> {
  return buildApp({
    env: {
      MCP_URL: urls.mcp,
      AUTH_URL: urls.auth,
      CONSOLE_URL: urls.console,
      TRUST_PROXY: [],
      AUDIT_TOOL_CALLS: 'on',
      MCP_ALLOWED_ORIGINS: [],
      REDIS_URL: undefined,
      FILE_LINK_KEY: randomBytes(32).toString('base64'),
      // Counted, as always, and never reached.
      RATE_LIMIT_CREDENTIAL: 1e9,
      RATE_LIMIT_PERSON: 1e9,
      RATE_LIMIT_ORGANIZATION: 1e9,
    },
    pool: createPool(toolsUrl, { applicationName: 'bench' }),
    log: createLog('bench', 'warn'),
    clock: () => new Date(),
    catalogue: benchCatalogue,
    files: new Map(),
    withFastLane,
  });
}

async function start(message: ServersToStart): Promise<Record<string, number>> {
  return {
    echo: await port(echo()),
    raw: await port(raw(message)),
    countersign: await port(await countersign(message, true)),
    countersignSdkLane: await port(await countersign(message, false)),
    sdkStyle: await port(sdkStyle()),
  };
}

/** Asked for its processor time, it answers microseconds since it started. */
process.on('message', (message: ServersToStart | 'cpu') => {
  if (message === 'cpu') {
    const { user, system } = process.cpuUsage();
    process.send?.(user + system);
    return;
  }
  start(message).then(
    (ports) => process.send?.(ports),
    (error: unknown) => {
      process.stderr.write(`${String(error)}\n`);
      process.exit(1);
    },
  );
});
