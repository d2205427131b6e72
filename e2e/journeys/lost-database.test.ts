import type { CreatedApiKeyView } from '@countersign/contracts/console-api-keys';
import { transaction, withQueries } from '@countersign/db/connections/transaction';
import { enqueueJob } from '@countersign/db/jobs/enqueue-job';
import { queueMail } from '@countersign/db/mail/queue-mail';
import { inOrg } from '@countersign/db/tenancy/in-org';
import { evaluateSignals } from '@countersign/domain/signals/jobs/evaluate-signals';
import { fixedId } from '@countersign/runtime/ids';
import { startTcpProxy, type TcpProxy } from '@countersign/testing/tcp-proxy';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type ConsoleSession, openConsoleSession } from '../console-session.ts';
import { type AppName, type House, openHouse } from '../house.ts';

const APPS = ['auth', 'mcp', 'console', 'worker'] as const satisfies readonly AppName[];
const METRICS_TOKEN = Buffer.alloc(32, 'abcdefghijklmnopqrstuvwxyz012345').toString('base64');
const acme = { organizationId: fixedId('organization', 'acme'), teamId: null };
/** A busy machine is slow, and a promise about seconds is not what is tested here. */
const soon = { timeout: 30_000, interval: 200 };

let network: TcpProxy;
let house: House;
let ada: ConsoleSession;
let key: string;
beforeAll(async () => {
  house = await openHouse({ METRICS_TOKEN }, {}, async ({ controlUrl, toolsUrl, jobsUrl }) => {
    const { hostname, port } = new URL(controlUrl);
    network = await startTcpProxy({ host: hostname, port: Number(port) });
    const { through } = network;
    return { controlUrl: through(controlUrl), toolsUrl: through(toolsUrl), jobsUrl: through(jobsUrl) };
  });
  ada = await openConsoleSession(house, 'ada');
  const wanted = { name: 'Nightly', expiresInDays: 1, allowedAddresses: [], scopes: ['read:*', 'write:projects'] };
  ({ key } = await ada.change<CreatedApiKeyView>('POST', '/api/orgs/acme/api-keys', wanted));
});
afterAll(async () => {
  network?.heal();
  await house?.close();
  await network?.close();
});

afterEach(() => network.heal());

let projects = 0;
async function tool(name: string, input: object): Promise<{ status: number; body: string }> {
  const answer = await fetch(`${house.urls.mcp}/v1/tools/${name}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify(input),
  });
  return { status: answer.status, body: await answer.text() };
}
const read = () => tool('list_projects', {});
const write = () => tool('create_project', { name: `Over the network ${projects++}` });
/** Whatever asks the authorization server and the console about their database. */
const register = async () => {
  const answer = await fetch(`${house.urls.auth}/oauth/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      client_name: 'A client',
      redirect_uris: ['http://127.0.0.1:1/callback'],
      token_endpoint_auth_method: 'none',
    }),
  });
  return { status: answer.status, body: await answer.text() };
};
const look = () =>
  ada.get<{ error?: { code?: string } }>('/api/session').then(
    (body) => ({ status: 'error' in body ? 503 : 200, body: JSON.stringify(body) }),
    (error: Error) => ({ status: 0, body: error.message }),
  );
const readiness = async (app: AppName) => {
  const answer = await fetch(`${house.urls[app]}/readyz`);
  return { status: answer.status, said: ((await answer.json()) as { status: string }).status };
};

async function allReady(): Promise<boolean> {
  const answers = await Promise.all(APPS.map(readiness));
  return answers.every(({ status }) => status === 200);
}

async function mailArrives(subject: string): Promise<void> {
  const mail = { kind: 'test', organizationId: null, recipient: 'ada@demo.example', subject, body: 'Text.' };
  await transaction(house.database.control, (db) => queueMail(db, mail));
  await vi.waitUntil(async () => (await house.letters()).some((letter) => letter.includes(subject)), soon);
}

async function jobIsDone(): Promise<void> {
  await inOrg(house.database.tools, acme, (tx) => enqueueJob(tx, evaluateSignals, {}, { key: `after ${projects}` }));
  await vi.waitUntil(async () => {
    const { rows } = await withQueries(house.database.owner, (db) =>
      sql<{ state: string }>`select state from job_queue.job where singleton_key like ${`%after ${projects}`}`.execute(
        db,
      ),
    );
    return rows[0]?.state === 'completed';
  }, soon);
}

const events = async (tool_: string) => {
  const { rows } = await house.database.owner.query<{ count: number }>(
    `select count(*)::int as count from audit_event where action = 'tool.called' and details ->> 'tool' = $1`,
    [tool_],
  );
  return rows[0]?.count ?? 0;
};

describe.each([
  ['freezes', () => network.freeze()],
  ['loses what was open, half closed and without a word', () => network.halfClose()],
  ['is cut', () => network.cut()],
] as const)('when the network to the database %s', (_fault, break_) => {
  it('every app says unavailable to whoever asks, and serves again by itself when the network does', async () => {
    await vi.waitUntil(allReady, soon);
    for (const ask of [read, write]) expect((await ask()).status).toBe(200);
    const [readsBefore] = [await events('list_projects')];
    // An event that waits while the network is away.
    const before = await read();
    expect(before.status).toBe(200);
    break_();
    const asked = await Promise.all(
      [read, read, read, read, read, read, read, write, register, look].map((ask) => ask()),
    );
    for (const { status, body } of asked) {
      // Behind the half-closed connections new ones pass, so who came later may have been served.
      expect([200, 201, 503], body).toContain(status);
      if (status === 503) expect(body).toMatch(/unavailable/);
    }
    expect(asked.some(({ status }) => status === 503)).toBe(true);
    expect(asked.filter(({ status }) => status === 429)).toEqual([]);

    network.heal();
    await vi.waitUntil(allReady, soon);
    for (const ask of [read, write]) expect((await ask()).status).toBe(200);
    expect((await register()).status).toBe(201);
    expect((await look()).status).toBe(200);
    await mailArrives(`After the network ${projects}`);
    await jobIsDone();
    await vi.waitUntil(async () => (await events('list_projects')) >= readsBefore + 2, soon);
  });
});

it('every app says that it is not ready while the database says nothing, and why', async () => {
  await vi.waitUntil(allReady, soon);
  network.freeze();
  const answers = await Promise.all(APPS.map(readiness));
  network.heal();
  for (const { status, said } of answers) {
    expect(status).toBe(503);
    expect(said).toMatch(/database/);
  }
});

describe('when the database takes no writes', () => {
  const setReadOnly = async (value: 'on' | 'off') => {
    const name = new URL(house.database.ownerUrl).pathname.slice(1);
    await house.database.owner.query(
      `begin read write; alter database ${name} set default_transaction_read_only = ${value}; commit`,
    );
    // Sessions that began before do not know yet.
    await house.database.owner.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name like 'countersign%'`,
    );
  };

  it('reads go on, writes are unavailable, every app says so, and the events of reads are written afterwards', async () => {
    await vi.waitUntil(allReady, soon);
    const before = await events('list_projects');
    await setReadOnly('on');
    try {
      for (const app of APPS) {
        await vi.waitUntil(async () => /takes no writes/.test((await readiness(app)).said), soon);
      }
      expect((await read()).status).toBe(200);
      const refused = await write();
      expect([refused.status, refused.body]).toEqual([503, expect.stringMatching(/unavailable/)]);
      expect((await register()).status).toBe(503);
    } finally {
      await setReadOnly('off');
    }
    await vi.waitUntil(allReady, soon);
    await vi.waitUntil(async () => (await events('list_projects')) > before, soon);
    expect((await write()).status).toBe(200);
    const metrics = await fetch(`${house.urls.mcp}/metrics`, { headers: { authorization: `Bearer ${METRICS_TOKEN}` } });
    expect(await metrics.text()).toMatch(/^countersign_audit_events_lost_total 0$/m);
  });
});
