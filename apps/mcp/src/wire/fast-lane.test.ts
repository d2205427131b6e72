import { defineCatalogue } from '@countersign/contracts/catalogue';
import { describe, expect, it } from 'vitest';
import type { Exchange } from './exchange.ts';
import { createFastLane } from './fast-lane.ts';
import { createToolChoices } from './tool-choice.ts';
import { createToolLists } from './tool-list.ts';

const catalogue = defineCatalogue([]);
const pass = { granted: { kind: 'oauth', scopes: ['mcp:read'] } };
const newLane = () =>
  createFastLane({
    lists: createToolLists(catalogue),
    callTool: async () => ({}),
    passOf: async () => pass as unknown as Awaited<ReturnType<Parameters<typeof createFastLane>[0]['passOf']>>,
  });
const exchange = { choice: createToolChoices(catalogue).whole(false) } as Exchange;
const list = { jsonrpc: '2.0', id: 1, method: 'tools/list' };
const headers = { 'mcp-protocol-version': '2026-07-28', 'mcp-method': 'tools/list' };
const withEnvelope = (name: string) => ({
  ...list,
  params: {
    _meta: {
      'io.modelcontextprotocol/protocolVersion': '2026-07-28',
      'io.modelcontextprotocol/clientCapabilities': {},
      'io.modelcontextprotocol/clientInfo': { name, version: '1' },
    },
  },
});

describe('the fast lane', () => {
  it('answers a plain 2025 message', async () => {
    const answer = await newLane().answer(exchange, {}, list, 'application/json');
    expect(String(answer?.body)).toBe('{"result":{"tools":[]},"jsonrpc":"2.0","id":1}');
  });

  it('answers an envelope only after the SDK has accepted the same text', async () => {
    const lane = newLane();
    expect(await lane.answer(exchange, headers, withEnvelope('one'), 'application/json')).toBeUndefined();
    lane.learn(headers, withEnvelope('one'));
    const answer = await lane.answer(exchange, headers, withEnvelope('one'), 'application/json');
    expect(String(answer?.body)).toContain('"resultType":"complete"');
    expect(await lane.answer(exchange, headers, withEnvelope('two'), 'application/json')).toBeUndefined();
  });

  it('remembers a bounded number of envelopes', async () => {
    const lane = newLane();
    for (let index = 0; index <= 1000; index += 1) lane.learn(headers, withEnvelope(`client ${index}`));
    expect(await lane.answer(exchange, headers, withEnvelope('client 0'), 'application/json')).toBeUndefined();
    expect(await lane.answer(exchange, headers, withEnvelope('client 1000'), 'application/json')).toBeDefined();
  });
});
