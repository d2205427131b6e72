import { metricsText } from '@countersign/runtime/metrics';
import { useTestDatabase } from '@countersign/testing/use-test-database';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildTestApp, connect, type Era, message } from './test-app.ts';

const database = useTestDatabase('demo');
let both: FastifyInstance;
let sdkOnly: FastifyInstance;
let accessToken: string;
beforeAll(async () => {
  both = await buildTestApp(database.tools);
  sdkOnly = await buildTestApp(database.tools, { withFastLane: false });
  accessToken = (await connect(database)).accessToken();
});
afterAll(async () => {
  await both.close();
  await sdkOnly.close();
});

const VERSION = 'mcp-protocol-version';
const STANDARD = new Set(['mcp-method', 'mcp-name']);
const call = { name: 'list_teams', arguments: {} };
const meta = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientCapabilities': {},
};

/** A message whose version header is this one, or none; without the headers that only 2026 has, unless they are said. */
function sent(era: Era, method: string, params: Record<string, unknown>, version: string | undefined, more = {}) {
  const options = message(era, method, params, { accessToken });
  const headers = Object.entries(options.headers).filter(([name]) => name !== VERSION && !STANDARD.has(name));
  return {
    ...options,
    headers: { ...Object.fromEntries(headers), ...(version !== undefined && { [VERSION]: version }), ...more },
  };
}

async function strayed(header: string, served: string): Promise<number> {
  const { text } = await metricsText();
  const line = new RegExp(`mcp_strayed_version_headers_total\\{header="${header}",served="${served}"\\} (\\d+)`).exec(
    text,
  );
  return Number(line?.[1] ?? 0);
}

const lanes = [['by both lanes'], ['by the SDK alone']] as const;
const appOf = (lane: string) => (lane === 'by both lanes' ? both : sdkOnly);

describe.each(lanes)('what a body is decides, %s', (lane) => {
  // anthropics/claude-code#93290, anthropics/claude-ai-mcp#70: claude.ai's connectors, Desktop and Claude Code in September 2026.
  it.each([
    ['2025-11-25', 'other era'],
    ['2025-06-18', 'other era'],
    [undefined, 'absent'],
    ['2026-07-28, 2026-07-28', 'repeated'],
    ['2025-11-25, 2026-07-28', 'repeated'],
    ['2099-01-01', 'unknown'],
    ['', 'absent'],
  ])('a whole 2026 envelope under the header %j is served as 2026', async (version, header) => {
    const before = await strayed(header, '2026');
    const asked: [string, Record<string, unknown>][] = [
      ['server/discover', {}],
      ['tools/list', {}],
      ['tools/call', call],
      ['tools/call', call],
    ];
    for (const [method, params] of asked) {
      const response = await appOf(lane).inject(sent('modern', method, params, version));
      expect([method, response.statusCode]).toEqual([method, 200]);
      expect(response.json()).toMatchObject({ result: { resultType: 'complete' } });
    }
    expect(await strayed(header, '2026')).toBe(before + asked.length);
  });

  it('a name that is no header token is no reason to refuse it', async () => {
    const response = await appOf(lane).inject(
      sent('modern', 'resources/read', { uri: 'countersign://ä' }, '2025-11-25'),
    );
    expect(response.json()).toMatchObject({ error: { code: -32602 } });
  });

  // CodeWithCJ/SparkyFitness#2155, anthropics/claude-code#92835, different-ai/openwork#3944
  it.each([
    ['2026-07-28', 'other era'],
    ['2025-11-25, 2025-11-25', 'repeated'],
    ['2025-11-25,2025-06-18', 'repeated'],
    ['2026-07-28, 2026-07-28', 'repeated'],
    ['2099-01-01', 'unknown'],
    ['1999-01-01', 'unknown'],
  ])('a message of 2025 under the header %j is served as 2025', async (version, header) => {
    const before = await strayed(header, '2025');
    const initialize = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'x', version: '1' } };
    const asked: [string, Record<string, unknown>][] = [
      ['initialize', initialize],
      ['tools/list', {}],
      ['tools/call', call],
      ['ping', {}],
    ];
    for (const [method, params] of asked) {
      const response = await appOf(lane).inject(sent('legacy', method, params, version));
      expect([method, response.statusCode]).toEqual([method, 200]);
      expect(response.json()).toMatchObject({ result: expect.not.objectContaining({ resultType: expect.anything() }) });
    }
    expect(await strayed(header, '2025')).toBe(before + asked.length);
    const told = sent('legacy', 'notifications/initialized', {}, version);
    const { id: _, ...notification } = told.payload;
    expect((await appOf(lane).inject({ ...told, payload: notification })).statusCode).toBe(202);
  });

  it('none is no stray: a legacy message before the first answer has none', async () => {
    const before = await strayed('absent', '2025');
    expect((await appOf(lane).inject(sent('legacy', 'tools/call', call, undefined))).statusCode).toBe(200);
    expect(await strayed('absent', '2025')).toBe(before);
  });
});

describe.each(lanes)('what contradicts itself within an era stays refused, %s', (lane) => {
  const refusal = async (options: ReturnType<typeof sent>) => {
    const response = await appOf(lane).inject(options);
    expect(response.statusCode).toBe(400);
    return response.json<{ error: { code: number } }>().error.code;
  };

  it('headers that name another method or tool than the body, whatever version is named', async () => {
    for (const version of ['2026-07-28', '2025-11-25', undefined]) {
      const other = { 'mcp-method': 'tools/list', 'mcp-name': 'list_teams' };
      expect(await refusal(sent('modern', 'tools/call', call, version, other))).toBe(-32020);
      const another = { 'mcp-method': 'tools/call', 'mcp-name': 'create_note' };
      expect(await refusal(sent('modern', 'tools/call', call, version, another))).toBe(-32020);
    }
  });

  it('a 2026 body under its own version without the headers of that revision', async () => {
    expect(await refusal(sent('modern', 'tools/call', call, '2026-07-28'))).toBe(-32020);
    expect(await refusal(sent('modern', 'tools/call', call, '2026-07-28', { 'mcp-method': 'tools/call' }))).toBe(
      -32020,
    );
  });

  it('a version that the envelope names and nobody knows', async () => {
    const _meta = { ...meta, 'io.modelcontextprotocol/protocolVersion': 'v999.0.0' };
    expect(await refusal(sent('legacy', 'tools/list', { _meta }, '2026-07-28', { 'mcp-method': 'tools/list' }))).toBe(
      -32020,
    );
    expect(await refusal(sent('legacy', 'tools/list', { _meta }, 'v999.0.0', { 'mcp-method': 'tools/list' }))).toBe(
      -32022,
    );
  });

  it('part of an envelope, or none behind the headers that are written from one, or for a method that only 2026 has', async () => {
    const headers = { 'mcp-method': 'tools/list' };
    for (const _meta of [
      { 'io.modelcontextprotocol/protocolVersion': '2026-07-28' },
      { 'io.modelcontextprotocol/clientCapabilities': {} },
    ])
      expect(await refusal(sent('legacy', 'tools/list', { _meta }, '2026-07-28', headers))).toBe(-32602);
    expect(await refusal(sent('legacy', 'tools/list', {}, '2026-07-28', headers))).toBe(-32602);
    expect(await refusal(sent('legacy', 'server/discover', {}, '2026-07-28'))).toBe(-32602);
  });
});
