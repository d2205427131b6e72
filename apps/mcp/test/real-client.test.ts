import type { TestConnection } from '@countersign/testing/connection-builder';
import { useTestDatabase } from '@countersign/testing/use-test-database';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildTestApp, connect, RESOURCE } from './test-app.ts';

const database = useTestDatabase('demo');
let app: FastifyInstance;
let connection: TestConnection;
beforeAll(async () => {
  app = await buildTestApp(database.tools);
  connection = await connect(database);
});
afterAll(() => app.close());

/** `fetch` that ends in the app, without a port. */
const fetchApp = async (input: string | URL, init: RequestInit = {}): Promise<Response> => {
  const { pathname, host } = new URL(input);
  const { statusCode, headers, rawPayload } = await app.inject({
    method: (init.method ?? 'GET') as 'GET' | 'POST',
    url: pathname,
    headers: { ...Object.fromEntries(new Headers(init.headers)), host },
    ...(typeof init.body === 'string' && { payload: init.body }),
  });
  const empty = statusCode === 202 || statusCode === 204;
  return new Response(empty ? null : rawPayload, { status: statusCode, headers: headers as Record<string, string> });
};

const modes = { legacy: 'legacy', auto: 'auto', 'pinned to 2026-07-28': { pin: '2026-07-28' } } as const;

describe.each(Object.entries(modes))('the SDK’s own client, %s', (_name, mode) => {
  it('connects, lists, reads, writes and is told what is wrong', async () => {
    const client = new Client({ name: 'test', version: '1' }, { versionNegotiation: { mode } });
    const transport = new StreamableHTTPClientTransport(new URL(RESOURCE), {
      fetch: fetchApp,
      requestInit: { headers: { authorization: `Bearer ${connection.accessToken()}` } },
    });
    await client.connect(transport);
    expect(client.getInstructions()).toContain('Acme Studio');
    const { tools } = await client.listTools();
    const names = tools.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['list_teams', 'create_note', 'create_quote']));
    expect(names).not.toContain('delete_note');
    const teams = await client.callTool({ name: 'list_teams', arguments: {} });
    expect(teams.structuredContent).toMatchObject({ items: [{ name: 'Design' }, { name: 'Engineering' }] });
    const note = await client.callTool({ name: 'create_note', arguments: { text: 'Milk' } });
    expect(note.structuredContent).toMatchObject({ text: 'Milk' });
    const refused = await client.callTool({ name: 'create_quote', arguments: { amountMinor: 1 } });
    expect(refused).toMatchObject({
      isError: true,
      _meta: { 'countersign/error': { code: 'billing_write_disabled' } },
    });
    await client.close();
  });
});
