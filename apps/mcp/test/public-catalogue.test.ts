import { withOversight } from '@countersign/access/proposals/oversight-module';
import { PublicCatalogue } from '@countersign/contracts/public-catalogue';
import { catalogue } from '@countersign/domain/catalogue';
import { useTestDatabase } from '@countersign/testing/use-test-database';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildTestApp } from './test-app.ts';

const database = useTestDatabase('empty');
let app: FastifyInstance;
beforeAll(async () => {
  app = await buildTestApp(database.tools);
});
afterAll(() => app.close());

const headers = { host: 'mcp.example.test' };
const url = '/catalogue.json';

describe('/catalogue.json', () => {
  it('tells anybody what each tool does and what it asks for, by module and in order', async () => {
    const answer = await app.inject({ url, headers });
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['cache-control']).toBe('public, max-age=300');
    const { modules } = PublicCatalogue.parse(answer.json());
    expect(modules.map(({ title, area, tools }) => [title, area, tools.map(({ name }) => name)])).toEqual([
      ['Notes', 'general', ['list_teams', 'create_note', 'delete_note']],
      ['Prices', 'billing', ['create_quote']],
      ['Oversight', 'general', ['list_proposals', 'get_proposal', 'withdraw_proposal']],
    ]);
    expect(modules[1]?.tools[0]).toEqual({
      name: 'create_quote',
      title: 'Create quote',
      summary: 'Write a price down.',
      effect: 'create',
      tier: 'write',
      scopes: ['mcp:read', 'mcp:write', 'mcp:write:billing'],
      keyOnly: false,
      annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: false, openWorldHint: false },
    });
  });

  it('names no scope for what no connection may call', async () => {
    const { modules } = PublicCatalogue.parse((await app.inject({ url, headers })).json());
    expect(modules[0]?.tools[2]).toMatchObject({ name: 'delete_note', keyOnly: true, scopes: [] });
  });

  it('is served under the configured host only, like everything else here', async () => {
    expect((await app.inject({ url, headers: { host: 'evil.example' } })).statusCode).toBe(403);
  });

  it('holds every tool of the product once', async () => {
    const whole = await buildTestApp(database.tools, { catalogue });
    const { modules } = PublicCatalogue.parse((await whole.inject({ url, headers })).json());
    expect(modules.flatMap(({ tools }) => tools.map(({ name }) => name))).toEqual([...withOversight(catalogue).keys()]);
    await whole.close();
  });
});
