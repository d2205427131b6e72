import { gunzipSync } from 'node:zlib';
import type { TestConnection } from '@countersign/testing/connection-builder';
import { useTestDatabase } from '@countersign/testing/use-test-database';
import type { FastifyInstance, InjectOptions } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aKey, buildTestApp, connect, ERAS, type Message, message, READ_ONLY } from './test-app.ts';

const database = useTestDatabase('demo');
let both: FastifyInstance;
let sdkOnly: FastifyInstance;
let connection: TestConnection;
let readOnly: TestConnection;
let revoked: TestConnection;
let keys: string[];
beforeAll(async () => {
  both = await buildTestApp(database.tools);
  sdkOnly = await buildTestApp(database.tools, { withFastLane: false });
  connection = await connect(database);
  readOnly = await connect(database, { approved: READ_ONLY });
  revoked = await connect(database);
  await revoked.revoke();
  const writing = await aKey(database, { scopes: ['manage:*'] });
  const reading = await aKey(database, { scopes: ['read:notes'], person: 'ben' });
  const expired = await aKey(database, { scopes: ['read:*'], expiresAt: new Date(0) });
  keys = [writing.key, reading.key, expired.key, `${writing.key.slice(0, -1)}~`];
  // The fast lane takes an envelope only after the SDK has accepted it.
  await both.inject(message('modern', 'tools/list', {}, { accessToken: connection.accessToken() }));
});
afterAll(async () => {
  await both.close();
  await sdkOnly.close();
});

type Change = (options: Message) => InjectOptions;
const same: Change = (options) => options;
const withHeaders =
  (headers: Record<string, string>): Change =>
  (options) => ({ ...options, headers: { ...options.headers, ...headers } });
const withPayload =
  (payload: Record<string, unknown>): Change =>
  (options) => ({ ...options, payload: { ...options.payload, ...payload } });
const withParams =
  (params: Record<string, unknown>): Change =>
  (options) =>
    withPayload({ params: { ...(options.payload['params'] as object), ...params } })(options);
const without =
  (header: string): Change =>
  (options) => ({
    ...options,
    headers: Object.fromEntries(Object.entries(options.headers).filter(([name]) => name !== header)),
  });

const read = { name: 'list_teams', arguments: {} };

/** Everyday messages, and messages a hair's breadth from them. */
const CORPUS: [string, string, Record<string, unknown>, Change][] = [
  ['a list', 'tools/list', {}, same],
  ['a read', 'tools/call', read, same],
  ['a read without arguments', 'tools/call', { name: 'list_teams' }, same],
  ['a read with a string id', 'tools/call', read, withPayload({ id: 'é"\\' })],
  ['a read with id 0', 'tools/call', read, withPayload({ id: 0 })],
  ['a negative id', 'tools/call', read, withPayload({ id: -1 })],
  ['a fractional id', 'tools/call', read, withPayload({ id: 1.5 })],
  ['a null id', 'tools/call', read, withPayload({ id: null })],
  ['an id that is an object', 'tools/call', read, withPayload({ id: {} })],
  ['no id', 'tools/call', read, withPayload({ id: undefined })],
  ['invalid input', 'tools/call', { name: 'list_teams', arguments: { limit: 'many', x: 1 } }, same],
  ['arguments null', 'tools/call', { name: 'list_teams', arguments: null }, same],
  ['arguments an array', 'tools/call', { name: 'list_teams', arguments: [] }, same],
  ['an unknown tool', 'tools/call', { name: 'nothing', arguments: {} }, same],
  ['an inherited name', 'tools/call', { name: 'constructor', arguments: {} }, same],
  ['a key-only tool', 'tools/call', { name: 'delete_note', arguments: { id: 'x' } }, same],
  ['an error of ours', 'tools/call', { name: 'create_note', arguments: { text: 'x', fail: 'app' } }, same],
  ['a switch that is off', 'tools/call', { name: 'create_quote', arguments: { amountMinor: 1 } }, same],
  ['no name', 'tools/call', { arguments: {} }, same],
  ['a name that is a number', 'tools/call', { name: 1 }, same],
  ['a member nobody knows', 'tools/call', read, withPayload({ extra: true })],
  ['a parameter nobody knows', 'tools/call', read, withParams({ extra: true })],
  ['a task', 'tools/call', read, withParams({ task: { ttl: 1000 } })],
  ['a cursor', 'tools/list', {}, withParams({ cursor: 'x' })],
  ['params null', 'tools/list', {}, withPayload({ params: null })],
  ['no params', 'tools/list', {}, withPayload({ params: undefined })],
  ['an empty envelope', 'tools/call', read, withParams({ _meta: {} })],
  ['an envelope that is a string', 'tools/call', read, withParams({ _meta: 'x' })],
  ['JSON-RPC 1', 'tools/call', read, withPayload({ jsonrpc: '1.0' })],
  ['no JSON-RPC', 'tools/call', read, withPayload({ jsonrpc: undefined })],
  ['another method', 'prompts/list', {}, same],
  ['a method in capitals', 'TOOLS/LIST', {}, same],
  ['Accept JSON only', 'tools/call', read, withHeaders({ accept: 'application/json' })],
  ['Accept anything', 'tools/call', read, withHeaders({ accept: '*/*' })],
  ['no Accept', 'tools/call', read, without('accept')],
  ['no version header', 'tools/call', read, without('mcp-protocol-version')],
  ['an older version header', 'tools/call', read, withHeaders({ 'mcp-protocol-version': '2025-06-18' })],
  ['the oldest version header', 'tools/call', read, withHeaders({ 'mcp-protocol-version': '2024-11-05' })],
  ['the other era’s version header', 'tools/call', read, withHeaders({ 'mcp-protocol-version': '2026-07-28' })],
  ['an unknown version header', 'tools/call', read, withHeaders({ 'mcp-protocol-version': '1999-01-01' })],
  ['no method header', 'tools/call', read, without('mcp-method')],
  ['another method header', 'tools/call', read, withHeaders({ 'mcp-method': 'tools/list' })],
  ['no name header', 'tools/call', read, without('mcp-name')],
  ['another name header', 'tools/call', read, withHeaders({ 'mcp-name': 'create_note' })],
  ['a name header in Base64', 'tools/call', read, withHeaders({ 'mcp-name': '=?base64?bGlzdF90ZWFtcw==?=' })],
  ['a name header on a list', 'tools/list', {}, withHeaders({ 'mcp-name': 'list_teams' })],
  ['a session id', 'tools/call', read, withHeaders({ 'mcp-session-id': 'x' })],
];

/** All a client can see, but for what differs between any two answers. */
async function answer(app: FastifyInstance, options: InjectOptions) {
  const { statusCode, headers, body } = await app.inject(options);
  const { date: _date, 'x-request-id': requestId, ...rest } = headers;
  return {
    statusCode,
    headers: { ...rest, 'content-length': undefined },
    body: body.replaceAll(String(requestId), ''),
  };
}

describe.each(ERAS)('both lanes answer in the same bytes (%s)', (era) => {
  it.each(CORPUS)('%s', async (_what, method, params, change) => {
    for (const accessToken of [
      connection.accessToken(),
      connection.accessToken(['mcp:read']),
      readOnly.accessToken(),
      revoked.accessToken(),
      ...keys,
    ]) {
      const options = change(message(era, method, params, { accessToken }));
      expect(await answer(both, options)).toEqual(await answer(sdkOnly, options));
    }
  });
});

it.each(ERAS)(
  'a client that takes gzip is sent the same list compressed when it was asked for before (%s)',
  async (era) => {
    const list = message(era, 'tools/list', {}, { accessToken: connection.accessToken() });
    const plain = await both.inject(list);
    const inGzip = withHeaders({ 'accept-encoding': 'gzip, deflate' })(list);
    await both.inject(inGzip);
    const compressed = await both.inject(inGzip);
    expect(plain.headers['content-encoding']).toBeUndefined();
    expect(compressed.headers['content-encoding']).toBe('gzip');
    expect(gunzipSync(compressed.rawPayload).toString()).toBe(plain.body);
    for (const { headers } of [plain, compressed]) expect(headers.vary).toBe('Origin, Accept-Encoding');
  },
);
