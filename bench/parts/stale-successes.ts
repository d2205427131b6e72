import { letWritesFinish } from '@countersign/access/gate/let-writes-finish';
import { revokeConnection } from '@countersign/access/gate/revoke-connection';
import { transaction } from '@countersign/db/connections/transaction';
import { fixedId } from '@countersign/runtime/ids';
import { aConnection } from '@countersign/testing/connection-builder';
import type { BenchCluster, BenchDatabase } from '../bench-database.ts';
import { type Child, startChild } from '../child.ts';
import { RESOURCE, readCall, urls, writeCall } from '../mcp-request.ts';
import { post } from '../post.ts';
import { markdownTable, whole } from '../table.ts';

const CALLS = 10_000;
const CALLERS = 24;
const OFF_MS = 8;
const ON_MS = 12;

class Count {
  sent = 0;
  changes = 0;
  succeeded = 0;
  refused = 0;
  /** Calls that were sent after the change had been answered, and succeeded all the same. */
  stale = 0;

  get goesOn(): boolean {
    return this.sent < CALLS;
  }
}

/** How long an answer can be out of date, as a number of calls and not as a time: two processes, ten thousand calls each way. */
export async function staleSuccesses(cluster: BenchCluster): Promise<string> {
  const database = await cluster.createDatabase();
  const settings = { toolsUrl: database.toolsUrl, urls, withFastLane: true };
  const servers = await Promise.all([startChild('countersign.ts', settings), startChild('countersign.ts', settings)]);
  const switched = await aroundTheSwitch(database, servers);
  const revoked = await aroundRevocations(database, servers);
  await Promise.all(servers.map((server) => server.stop()));
  await database.close();
  const row = (name: string, { changes, succeeded, refused, stale }: Count) => [
    name,
    ...[changes, succeeded, refused, stale].map(whole),
  ];
  return markdownTable(
    ['', 'changes', 'succeeded', 'refused', 'stale successes'],
    [
      row('h. writes around the write switch', switched),
      row('h2. reads around the revocation of their connection', revoked),
    ],
  );
}

/** Writes without a pause while an admin turns writing off and on. */
async function aroundTheSwitch(database: BenchDatabase, servers: readonly Child[]): Promise<Count> {
  const connection = await aConnection(database.owner, { issuer: urls.auth, resource: RESOURCE });
  const request = writeCall(connection.accessToken());
  const count = new Count();
  /** Odd while writing is certainly off. */
  let phase = 0;
  const caller = async (_: unknown, index: number) => {
    while (count.goesOn) {
      count.sent += 1;
      const begunIn = phase;
      const { status, text } = await post(portOf(servers, index + count.sent), request);
      if (text.includes('write_disabled')) count.refused += 1;
      else if (status !== 200 || text.includes('"isError":true')) throw new Error(text);
      else {
        count.succeeded += 1;
        if (begunIn % 2 === 1 && phase === begunIn) count.stale += 1;
      }
    }
  };
  const admin = async () => {
    while (count.goesOn) {
      await setWriting(database, false);
      phase += 1;
      await pause(OFF_MS);
      phase += 1;
      await setWriting(database, true);
      count.changes += 1;
      await pause(ON_MS);
    }
  };
  await Promise.all([admin(), ...Array.from({ length: CALLERS }, caller)]);
  return count;
}

/** Reads without a pause with connections that are revoked under way, one after the other. */
async function aroundRevocations(database: BenchDatabase, servers: readonly Child[]): Promise<Count> {
  const count = new Count();
  let current = await aReader(database);
  const caller = async (_: unknown, index: number) => {
    while (count.goesOn) {
      count.sent += 1;
      const reader = current;
      const wasRevoked = reader.isRevoked;
      const { status, text } = await post(portOf(servers, index + count.sent), reader.request);
      if (status === 401) count.refused += 1;
      else if (status !== 200 || text.includes('"isError":true')) throw new Error(text);
      else {
        count.succeeded += 1;
        if (wasRevoked) count.stale += 1;
      }
    }
  };
  const person = async () => {
    while (count.goesOn) {
      await pause(ON_MS);
      await transaction(database.owner, (db) => revokeConnection(db, current.id, 'owner'));
      current.isRevoked = true;
      count.changes += 1;
      await pause(OFF_MS);
      current = await aReader(database);
    }
  };
  await Promise.all([person(), ...Array.from({ length: CALLERS }, caller)]);
  return count;
}

async function aReader({ owner }: BenchDatabase) {
  const { id, accessToken } = await aConnection(owner, { issuer: urls.auth, resource: RESOURCE });
  return { id, request: readCall(accessToken()), isRevoked: false };
}

/** As the console turns it. */
async function setWriting({ owner }: BenchDatabase, mcpWrite: boolean): Promise<void> {
  const organizationId = fixedId('organization', 'acme');
  await transaction(owner, async (db) => {
    await letWritesFinish(db, organizationId);
    await db.updateTable('organization').set({ mcpWrite }).where('id', '=', organizationId).execute();
  });
}

const portOf = (servers: readonly Child[], turn: number) => servers[turn % servers.length]?.port ?? 0;

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
