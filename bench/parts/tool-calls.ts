import { createApiKey } from '@countersign/access/keys/create-api-key';
import { transaction } from '@countersign/db/connections/transaction';
import { fixedId } from '@countersign/runtime/ids';
import { aConnection } from '@countersign/testing/connection-builder';
import type { BenchCluster, BenchDatabase } from '../bench-database.ts';
import { startChild } from '../child.ts';
import { always, type Request } from '../load.ts';
import { mcpRequest, RESOURCE, readCall, urls, writeCall } from '../mcp-request.ts';
import { takeTurns, type Variant } from '../rounds.ts';
import { figuresTable, ratio } from '../table.ts';

/** The list of a hundred tools is about as long. */
const LIST_BYTES = 80_000;

/** What a tool call costs, beside the least it could cost. */
export async function toolCalls(cluster: BenchCluster): Promise<string> {
  const database = await cluster.createDatabase();
  const { owner, ownerUrl, toolsUrl } = database;
  const connection = await aConnection(owner, { issuer: urls.auth, resource: RESOURCE });
  const accessToken = connection.accessToken();
  const [echo, statements, gate, countersign, sdkLane, sdkStyle] = await Promise.all([
    startChild('echo.ts'),
    startChild('statements.ts', { ownerUrl, connectionId: connection.id }),
    startChild('gate.ts', { ownerUrl, connectionId: connection.id, length: LIST_BYTES }),
    startChild('countersign.ts', { toolsUrl, urls, withFastLane: true }),
    startChild('countersign.ts', { toolsUrl, urls, withFastLane: false }),
    startChild('sdk-style.ts'),
  ]);
  const [read, write] = [readCall(accessToken), writeCall(accessToken)];
  const list = mcpRequest(accessToken, 'tools/list');
  // As `fetch` says of itself.
  const listInGzip = { ...list, headers: { ...list.headers, 'accept-encoding': 'gzip, deflate' } };
  const variant = (name: string, server: typeof echo, request: Request): Variant => ({
    name,
    servers: [server],
    turnsOf: always(request),
  });
  const variants = {
    a: variant('Fastify echo', echo, read),
    b: variant('Fastify and the two SQL statements alone', statements, read),
    b2: variant('Fastify, the gate alone and a list made before', gate, list),
    c: variant('`tools/call`, a read', countersign, read),
    c2: variant('the same through the SDK', sdkLane, read),
    c3: variant('the same by API key', countersign, readCall(await anApiKey(database))),
    d: variant('`tools/call`, a write with its audit row', countersign, write),
    e: variant('`tools/list` of 100 tools', countersign, list),
    e2: variant('the same to a client that takes gzip', countersign, listInGzip),
    f: variant('SDK server as in its README, no database', sdkStyle, read),
    f2: variant('its `tools/list` of 100 tools', sdkStyle, list),
  };
  const figures = await takeTurns(variants, { rounds: 5, seconds: 1.5 });
  await Promise.all([echo, statements, gate, countersign, sdkLane, sdkStyle].map((child) => child.stop()));
  await database.close();
  const { a, b, b2, c, c2, c3, d, e, e2, f, f2 } = figures;
  const named = Object.entries(variants).map(
    ([letter, { name }]) => [`${letter}. ${name}`, figures[letter as keyof typeof figures]] as const,
  );
  return [
    figuresTable(named),
    '',
    ratio('c/b', c, b),
    ratio('c/c2', c, c2),
    ratio('c3/c', c3, c),
    ratio('c/f', c, f),
    ratio('d/b', d, b),
    ratio('e/a', e, a),
    ratio('e/b2', e, b2),
    ratio('e2/e', e2, e),
    ratio('e2/f2', e2, f2),
  ].join('\n');
}

async function anApiKey({ owner }: BenchDatabase): Promise<string> {
  const seed = {
    kind: 'organization',
    organizationId: fixedId('organization', 'acme'),
    userId: null,
    name: 'bench',
    scopes: ['write:*'],
    expiresAt: null,
    createdBy: fixedId('user', 'ada'),
  } as const;
  return (await transaction(owner, (db) => createApiKey(db, seed))).key;
}
