import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createApiKey } from '@countersign/access/create-api-key';
import type { Pool } from '@countersign/db/pool';
import { createPool } from '@countersign/db/pool';
import { ensureServingRoles } from '@countersign/db/serving-roles';
import { transaction } from '@countersign/db/transaction';
import { fixedId, newId } from '@countersign/runtime/ids';
import { aConnection } from '@countersign/testing/connection-builder';
import { startTestCluster } from '@countersign/testing/test-cluster';
import { load, type Measured, type Request } from './load.ts';

// `npm run bench`: what a tool call costs beside the least it could cost. One run, variants taking turns, medians of rounds.
// Read the ratios: the absolute figures belong to the machine, which the load shares. On a busy machine read the processor time.

const ROUNDS = Number(process.argv[2] ?? 5);
const SECONDS = Number(process.argv[3] ?? 2);
const CONNECTIONS = 32;
const urls = { mcp: 'http://bench.localhost', auth: 'http://auth.localhost', console: 'http://console.localhost' };

async function seed(pool: Pool): Promise<void> {
  const organizationId = fixedId('organization', 'acme');
  const userId = fixedId('user', 'ada');
  await transaction(pool, async (db) => {
    await db
      .insertInto('user')
      .values({ id: userId, email: 'ada@example.test', name: 'Ada', passwordHash: '' })
      .execute();
    await db
      .insertInto('organization')
      .values({ id: organizationId, slug: 'acme', name: 'Acme', mcpWrite: true })
      .execute();
    await db.insertInto('membership').values({ organizationId, userId, role: 'owner' }).execute();
    const teams = Array.from({ length: 20 }, (_, index) => ({ organizationId, id: newId(), name: `Team ${index}` }));
    await db.insertInto('team').values(teams).execute();
  });
}

const cluster = await startTestCluster(seed);
const ownerUrl = cluster.url.replace(/postgres$/, 'template_demo');
const { tools: toolsUrl } = await ensureServingRoles(ownerUrl, Buffer.alloc(32).toString('base64'));
const owner = createPool(ownerUrl, { applicationName: 'bench owner', max: 1 });
const connection = await aConnection(owner, { issuer: urls.auth, resource: `${urls.mcp}/mcp` });
const { key } = await transaction(owner, (db) =>
  createApiKey(db, {
    kind: 'organization',
    organizationId: fixedId('organization', 'acme'),
    userId: null,
    name: 'bench',
    scopes: ['write:*'],
    expiresAt: null,
    createdBy: fixedId('user', 'ada'),
  }),
);
await owner.end();

const servers = fork(new URL('servers.ts', import.meta.url));
servers.send({ toolsUrl, ownerUrl, connectionId: connection.id, urls });
const [ports] = (await once(servers, 'message')) as [Record<string, number>];

const headers = {
  'content-type': 'application/json',
  accept: 'application/json, text/event-stream',
  'mcp-protocol-version': '2025-11-25',
  authorization: `Bearer ${connection.accessToken()}`,
};
const message = (method: string, params: object, changed = {}): Request => ({
  host: 'bench.localhost',
  headers: { ...headers, ...changed },
  body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
});
const read = message('tools/call', { name: 'list_teams', arguments: { limit: 20 } });
const write = message('tools/call', { name: 'write_note', arguments: { text: 'x' } });
const byKey = { authorization: `Bearer ${key}` };
const readByKey = message('tools/call', { name: 'list_teams', arguments: { limit: 20 } }, byKey);
const list = message('tools/list', {});

const variants: readonly (readonly [name: string, server: string, request: Request])[] = [
  ['a  Fastify echo', 'echo', read],
  ['b  Fastify + the two statements', 'raw', read],
  ['c  tools/call, read', 'countersign', read],
  ['c2 the same through the SDK lane', 'countersignSdkLane', read],
  ['k  tools/call, read, by API key', 'countersign', readByKey],
  ['d  tools/call, write + audit row', 'countersign', write],
  ['e  tools/list, 100 tools', 'countersign', list],
  ['f  SDK style read, no database', 'sdkStyle', read],
  ['f2 SDK style tools/list', 'sdkStyle', list],
];

interface Round extends Measured {
  /** Processor time of the server per answer; the database's comes on top. */
  readonly cpuMicros: number;
}

async function cpuMicros(): Promise<number> {
  servers.send('cpu');
  const [micros] = (await once(servers, 'message')) as [number];
  return micros;
}

const rounds = new Map<string, Round[]>(variants.map(([name]) => [name, []]));
try {
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const [name, server, request] of variants) {
      const before = await cpuMicros();
      const measured = await load(ports[server] ?? 0, request, CONNECTIONS, SECONDS);
      // The first round warms up.
      const spent = ((await cpuMicros()) - before) / measured.latenciesMs.length;
      if (round > 0) rounds.get(name)?.push({ ...measured, cpuMicros: spent });
    }
  }
} finally {
  servers.kill();
  await once(servers, 'exit');
  await cluster.stop();
}

const quantile = (values: readonly number[], q: number) =>
  values.toSorted((one, other) => one - other)[Math.min(values.length - 1, Math.floor(values.length * q))] ?? 0;
const perSecond = (name: string) =>
  quantile(
    (rounds.get(name) ?? []).map((measured) => measured.perSecond),
    0.5,
  );
const cpu = (name: string) =>
  quantile(
    (rounds.get(name) ?? []).map((measured) => measured.cpuMicros),
    0.5,
  );
const find = (letter: string) => variants.find(([name]) => name.startsWith(`${letter} `))?.[0] ?? '';

console.log(`${ROUNDS} rounds of ${SECONDS} s, ${CONNECTIONS} connections, medians`);
for (const [name] of variants) {
  const latencies = (rounds.get(name) ?? []).flatMap((measured) => measured.latenciesMs);
  const figures = [
    perSecond(name).toFixed(0),
    quantile(latencies, 0.5).toFixed(1),
    quantile(latencies, 0.99).toFixed(1),
  ];
  console.log(
    `${name.padEnd(36)} ${figures[0]?.padStart(7)}/s   p50 ${figures[1]} ms   p99 ${figures[2]} ms   server ${cpu(name).toFixed(0)} µs each`,
  );
}
for (const [of, to] of [
  ['c', 'b'],
  ['c', 'f'],
  ['d', 'b'],
  ['e', 'f2'],
  ['c', 'c2'],
  ['k', 'c'],
] as const) {
  const rate = perSecond(find(of)) / perSecond(find(to));
  const work = cpu(find(of)) / cpu(find(to));
  console.log(`${of}/${to}: ${rate.toFixed(2)} of the answers a second, ${work.toFixed(2)} of the processor time each`);
}
