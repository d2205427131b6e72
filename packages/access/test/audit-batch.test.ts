import { createPool, type Pool } from '@countersign/db/connections/pool';
import { createLog } from '@countersign/runtime/log';
import { metricsText } from '@countersign/runtime/metrics';
import { startTcpProxy, type TcpProxy } from '@countersign/testing/tcp-proxy';
import { useTestDatabase } from '@countersign/testing/use-test-database';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type AuditBatch, createAuditBatch } from '../src/audit/audit-batch.ts';

const database = useTestDatabase('demo');
let network: TcpProxy;
let pool: Pool;
let batch: AuditBatch;
beforeEach(async () => {
  network = await startTcpProxy({ host: '127.0.0.1', port: Number(new URL(database.toolsUrl).port) });
  pool = createPool(network.through(database.toolsUrl), {
    applicationName: 'test of the batch',
    connectTimeoutMs: 300,
    patience: { statementMs: 300, silentMs: 400, idleInTransactionMs: 1000 },
  });
  batch = createAuditBatch(pool, createLog('mcp', 'silent'), 50);
});
afterEach(async () => {
  network.heal();
  await batch.close();
  await pool.end();
  await network.close();
});

const event = (requestId: string) => ({ action: 'tool.called' as const, requestId, details: { tool: 'list_teams' } });
const written = async (requestId: string) => {
  const { rows } = await database.owner.query<{ count: number }>(
    'select count(*)::int as count from audit_event where request_id = $1',
    [requestId],
  );
  return rows[0]?.count ?? 0;
};
const metric = async (name: string) =>
  Number(new RegExp(`^countersign_${name} (\\d+)$`, 'm').exec((await metricsText()).text)?.[1]);

it.each([
  ['frozen', () => network.freeze()],
  ['half closed', () => network.halfClose()],
  ['cut', () => network.cut()],
] as const)('the events of an outage are written once each when it is over (%s)', async (kind, break_) => {
  batch.add(event(`before ${kind}`));
  await vi.waitUntil(async () => (await written(`before ${kind}`)) === 1, { timeout: 10_000 });
  const lost = await metric('audit_events_lost_total');
  break_();
  for (let index = 0; index < 1200; index += 1) batch.add(event(`during ${kind}`));
  // Half closed, new connections pass, and nothing has to wait for the network.
  if (kind !== 'half closed') {
    await vi.waitUntil(async () => (await metric('audit_events_waiting')) >= 700, { timeout: 10_000 });
    network.heal();
  }
  await vi.waitUntil(async () => (await written(`during ${kind}`)) === 1200, { timeout: 20_000 });
  expect(await metric('audit_events_lost_total')).toBe(lost);
  expect(await metric('audit_events_waiting')).toBe(0);
});

it('an event whose answer was lost is not written twice', async () => {
  // The answer of the database does not come back, though it did what it was asked.
  await database.owner.query(`create function hold() returns trigger language plpgsql as
    'begin if new.request_id = ''slow'' then perform pg_sleep(0.2); end if; return new; end'`);
  await database.owner.query('create trigger hold before insert on audit_event for each row execute function hold()');
  batch.add(event('warm'));
  await vi.waitUntil(async () => (await written('warm')) === 1, { timeout: 10_000 });
  batch.add(event('slow'));
  await new Promise((wake) => setTimeout(wake, 150));
  network.freeze('open');
  await vi.waitUntil(async () => (await metric('audit_events_waiting')) === 0 && (await written('slow')) > 0, {
    timeout: 10_000,
  });
  batch.add(event('last'));
  await vi.waitUntil(async () => (await written('last')) === 1, { timeout: 10_000 });
  expect(await written('slow')).toBe(1);
});

it('what waits is bounded: more than twenty thousand events are lost, oldest first, and counted', async () => {
  const lost = await metric('audit_events_lost_total');
  network.cut();
  for (let index = 0; index < 21_000; index += 1) batch.add(event('flood'));
  expect(await metric('audit_events_lost_total')).toBeGreaterThanOrEqual(lost + 500);
  expect(await metric('audit_events_waiting')).toBeLessThanOrEqual(20_500);
});

it('what nobody can write any more when a process closes is counted as lost', async () => {
  const lost = await metric('audit_events_lost_total');
  network.cut();
  batch.add(event('closing'));
  await batch.close();
  expect(await metric('audit_events_lost_total')).toBe(lost + 1);
});
