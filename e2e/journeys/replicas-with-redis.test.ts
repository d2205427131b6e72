import type { CreatedApiKeyView } from '@countersign/contracts/console-api-keys';
import { transaction } from '@countersign/db/connections/transaction';
import { enqueueJob } from '@countersign/db/jobs/enqueue-job';
import { queueMail } from '@countersign/db/mail/queue-mail';
import { inOrg } from '@countersign/db/tenancy/in-org';
import { evaluateSignals } from '@countersign/domain/signals/jobs/evaluate-signals';
import { fixedId } from '@countersign/runtime/ids';
import { freePort } from '@countersign/testing/free-port';
import { type RedisServer, startRedis } from '@countersign/testing/redis-server';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openConsoleSession } from '../console-session.ts';
import type { AppProcess } from '../house.ts';
import { openReplicatedHouse, type ReplicatedHouse } from '../replicated-house.ts';

const LIMIT = 20;

let port: number;
let redis: RedisServer;
let house: ReplicatedHouse;
beforeAll(async () => {
  port = await freePort();
  redis = await startRedis(port, process.env['REDIS_SERVER']);
  house = await openReplicatedHouse({
    REDIS_URL: `redis://127.0.0.1:${port}`,
    RATE_LIMIT_CREDENTIAL: String(LIMIT),
    DRAIN_SECONDS: '0',
    LOG_LEVEL: 'info',
  });
});
afterAll(async () => {
  await house?.close();
  await redis?.stop();
});

const readyz = async ({ url }: AppProcess) =>
  (await (await fetch(`${url}/readyz`)).json()) as { status: string; limitsCounted: string };
const limited = () => [...house.replicas.mcp, ...house.replicas.auth];
const soon = { timeout: 10_000, interval: 100 };

/** A key that both replicas have met: whose it is they learn at its first call, which counts among those of strangers. */
async function makeKey(): Promise<string> {
  const ada = await openConsoleSession(house, 'ada');
  const wanted = { name: 'Limited', expiresInDays: 1, allowedAddresses: [], scopes: ['read:*'] };
  const { key } = await ada.change<CreatedApiKeyView>('POST', '/api/orgs/acme/api-keys', wanted);
  expect(await statuses(key, house.replicas.mcp.length)).toEqual({ 200: house.replicas.mcp.length });
  return key;
}

/** How many of `calls` were answered with each status, through nginx, which takes the replicas in turn. */
async function statuses(key: string, calls: number): Promise<Record<number, number>> {
  const counts: Record<number, number> = {};
  for (let call = 0; call < calls; call += 1) {
    const { status } = await fetch(`${house.urls.mcp}/v1/tools/list_teams`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: '{}',
    });
    counts[status] = (counts[status] ?? 0) + 1;
  }
  return counts;
}

const countLines = (app: AppProcess, words: string) => app.output().split(words).length - 1;
const ALONE = 'limits are counted in this process alone';

describe('two replicas of each app with Redis', () => {
  it('refuse a credential at the limit over both of them together', async () => {
    for (const app of limited()) expect(await readyz(app)).toMatchObject({ limitsCounted: 'together' });
    expect(await statuses(await makeKey(), LIMIT + 10)).toEqual({ 200: LIMIT, 429: 10 });
  });

  it('go on without Redis, each with a limit of its own, say so once, and count together again', async () => {
    const key = await makeKey();
    await redis.stop();
    expect(await statuses(key, 2 * LIMIT + 10)).toEqual({ 200: 2 * LIMIT, 429: 10 });
    for (const app of limited()) {
      expect(await readyz(app)).toEqual({ status: 'ready', limitsCounted: 'in this process alone' });
    }
    for (const app of house.replicas.mcp) expect(countLines(app, ALONE)).toBe(1);

    redis = await startRedis(port, process.env['REDIS_SERVER']);
    for (const app of limited()) {
      await vi.waitUntil(async () => (await readyz(app)).limitsCounted === 'together', soon);
    }
    for (const app of house.replicas.mcp) expect(countLines(app, 'limits are counted together')).toBe(1);
    expect(await statuses(await makeKey(), LIMIT + 10)).toEqual({ 200: LIMIT, 429: 10 });
  });

  it('serve while Redis is away and a replica is killed, which starts again without it', async () => {
    const key = await makeKey();
    await redis.stop();
    await house.replicas.mcp[0].kill();
    expect(await statuses(key, LIMIT + 5)).toEqual({ 200: LIMIT, 429: 5 });
    house.replicas.mcp[0] = await house.replicas.mcp[0].again();
    expect(await readyz(house.replicas.mcp[0])).toMatchObject({ limitsCounted: 'in this process alone' });

    redis = await startRedis(port, process.env['REDIS_SERVER']);
    for (const app of house.replicas.mcp) {
      await vi.waitUntil(async () => (await readyz(app)).limitsCounted === 'together', soon);
    }
    expect(await statuses(await makeKey(), LIMIT + 10)).toEqual({ 200: LIMIT, 429: 10 });
  });
});

describe('two workers', () => {
  const acme = { organizationId: fixedId('organization', 'acme'), teamId: null };

  it('run every job once between them', async () => {
    const JOBS = 40;
    await inOrg(house.database.jobs, acme, async (tx) => {
      for (let key = 0; key < JOBS; key += 1) await enqueueJob(tx, evaluateSignals, {}, { key: String(key) });
    });
    const done = (worker: AppProcess) =>
      worker
        .output()
        .split('\n')
        .filter((line) => line.includes('"job done"'))
        .map((line) => (JSON.parse(line) as { jobId: string }).jobId);
    const [one, other] = house.replicas.worker;
    await vi.waitUntil(() => done(one).length + done(other).length >= JOBS, { timeout: 30_000, interval: 100 });
    expect(new Set([...done(one), ...done(other)]).size).toBe(done(one).length + done(other).length);
    expect(done(one).length).toBeGreaterThan(0);
    expect(done(other).length).toBeGreaterThan(0);
  });

  it('deliver every letter once between them', async () => {
    const subjects = Array.from({ length: 30 }, (_, index) => `Letter ${String(index).padStart(2, '0')}`);
    await transaction(house.database.control, async (db) => {
      for (const subject of subjects) {
        const letter = { kind: 'test', organizationId: null, recipient: 'ada@example.test', body: 'Once.' };
        await queueMail(db, { ...letter, subject });
      }
    });
    const delivered = async () =>
      (await house.letters()).flatMap((letter) => /^Subject: (Letter \d\d)/m.exec(letter)?.[1] ?? []).toSorted();
    await vi.waitUntil(async () => (await delivered()).length >= subjects.length, soon);
    expect(await delivered()).toEqual(subjects);
  });
});
