import { toNodeHandler } from '@modelcontextprotocol/node';
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server';
import fastify from 'fastify';
import { listInput, listOutput, TOOLS } from './bench-catalogue.ts';
import { portOf, serve } from './serve.ts';

const item = { id: '018f3c1e-0000-7000-8000-000000000000', name: 'Team', createdAt: new Date(0).toISOString() };
const structuredContent = { items: Array.from({ length: 20 }, () => item), nextCursor: null };

/** As the SDK's examples have it: a server per request that registers every tool. No authentication, no database. */
serve(() => {
  const handler = createMcpHandler(() => {
    const server = new McpServer({ name: 'bench', version: '1' });
    for (let index = 0; index < TOOLS; index += 1) {
      const shapes = { inputSchema: listInput, outputSchema: listOutput };
      const described = { title: 'Teams', description: 'Teams.', ...shapes };
      server.registerTool(index ? `list_${index}` : 'list_teams', described, () => ({
        content: [{ type: 'text', text: JSON.stringify(structuredContent) }],
        structuredContent,
      }));
    }
    return server;
  });
  const serveNode = toNodeHandler(handler);
  const app = fastify();
  app.post('/mcp', async (request, reply) => {
    reply.hijack();
    await serveNode(request.raw as Parameters<typeof serveNode>[0], reply.raw, request.body);
  });
  return portOf(app);
});
