import type { PublicCatalogue } from '@countersign/contracts/public-catalogue';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startConnectorChain } from './connector-chain.ts';
import { startConsole } from './console-under-test.ts';

let chain: Awaited<ReturnType<typeof startConnectorChain>>;
let console_: Awaited<ReturnType<typeof startConsole>>;
beforeAll(async () => {
  chain = await startConnectorChain();
  console_ = await startConsole({ mcpUrl: chain.mcp.url, authUrl: chain.auth.url });
});
afterAll(async () => {
  await console_.close();
  await chain.close();
});

const catalogue: PublicCatalogue = {
  modules: [
    {
      name: 'notes',
      title: 'Notes',
      area: 'general',
      tools: [
        {
          name: 'list_notes',
          title: 'List notes',
          summary: 'The notes.',
          effect: 'read',
          tier: 'read',
          scopes: ['mcp:read'],
          keyOnly: false,
          annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false },
        },
      ],
    },
  ],
};
const ASKED = 'GET /catalogue.json';

describe('the tool catalogue', () => {
  it('is not to be had signed out', async () => {
    expect((await console_.app.inject('/api/tools')).statusCode).toBe(401);
  });

  it.each([
    ['is not there', () => ({ status: 404 })],
    ['is something else', () => ({ body: { tools: 'many' } })],
    ['is a page', () => ({ body: '<!doctype html>' })],
  ])('says that the resource server does not give it when it %s', async (_how, reply) => {
    chain.mcp.change({ [ASKED]: reply });
    const cleo = await console_.as('cleo');
    const answer = await cleo.get('/api/tools');
    expect(answer.statusCode).toBe(503);
    expect(answer.json()).toMatchObject({
      error: { code: 'unavailable', message: expect.stringContaining('resource server') },
    });
  });

  it('is the resource server’s own, asked once a minute, and back as soon as that is', async () => {
    const cleo = await console_.as('cleo');
    await chain.mcp.stop();
    expect((await cleo.get('/api/tools')).statusCode).toBe(503);
    await chain.mcp.start();
    chain.mcp.change({ [ASKED]: () => ({ body: catalogue }) });
    const before = chain.mcp.asked.length;
    const answers = await Promise.all([1, 2, 3].map(() => cleo.get('/api/tools')));
    expect(answers.map((answer) => answer.json())).toEqual([catalogue, catalogue, catalogue]);
    expect(chain.mcp.asked.length).toBe(before + 1);
    console_.pass(61);
    await cleo.get('/api/tools');
    expect(chain.mcp.asked.length).toBe(before + 2);
  });
});
