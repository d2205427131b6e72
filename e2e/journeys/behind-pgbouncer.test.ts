import { createPool } from '@countersign/db/connections/pool';
import { transaction, withQueries } from '@countersign/db/connections/transaction';
import { enqueueJob } from '@countersign/db/jobs/enqueue-job';
import { queueMail } from '@countersign/db/mail/queue-mail';
import { inOrg } from '@countersign/db/tenancy/in-org';
import { refuseUnfitOwner } from '@countersign/db/tenancy/owner-check';
import { servingLogin } from '@countersign/db/tenancy/serving-roles';
import { evaluateSignals } from '@countersign/domain/signals/jobs/evaluate-signals';
import { fixedId } from '@countersign/runtime/ids';
import { freePort } from '@countersign/testing/free-port';
import { refresh } from '@countersign/testing/oauth-client';
import { Person } from '@countersign/testing/person';
import { type PgBouncer, startPgBouncer } from '@countersign/testing/pgbouncer';
import { TEST_SECRET_KEY } from '@countersign/testing/test-database';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { openConsoleSession } from '../console-session.ts';
import { type House, openHouse, startApp } from '../house.ts';
import { connect, type McpClient } from '../mcp-client.ts';

const acme = { organizationId: fixedId('organization', 'acme'), teamId: null };
const soon = { timeout: 30_000, interval: 200 };

let pooler: PgBouncer;
let house: House;
let client: McpClient;
beforeAll(async () => {
  house = await openHouse({}, {}, async ({ ownerUrl, controlUrl, toolsUrl, jobsUrl }) => {
    pooler = await startPgBouncer([ownerUrl, controlUrl, toolsUrl, jobsUrl], process.env['PGBOUNCER_PATH']);
    const { through } = pooler;
    return { controlUrl: through(controlUrl), toolsUrl: through(toolsUrl), jobsUrl: through(jobsUrl) };
  });
  client = await connect('SDK v2, 2025-11-25', `${house.urls.mcp}/mcp`, new Person('ada'), {
    organization: 'Acme Studio',
    write: true,
  });
});
afterAll(async () => {
  await client?.close();
  await house?.close();
  await pooler?.stop();
});

it('people sign in, clients connect, renew, read and write, through more connections than PgBouncer has to the server', async () => {
  const ada = await openConsoleSession(house, 'ada');
  expect(await ada.get('/api/session')).toMatchObject({ person: { name: 'Ada' } });
  const calls = Array.from({ length: 40 }, (_, index) =>
    index % 4 === 0 ? client.call('create_project', { name: `Pooled ${index}` }) : client.call('list_projects'),
  );
  for (const answer of await Promise.all(calls)) expect(answer.isError).toBeFalsy();
  const { clientId, refreshToken } = client.credentials.held();
  expect((await refresh({ url: house.urls.auth }, clientId, refreshToken)).status).toBe(200);
  const { rows } = await withQueries(house.database.owner, (db) =>
    sql<{ count: number }>`select count(*)::int as count from project where name like 'Pooled %'`.execute(db),
  );
  expect(rows[0]?.count).toBe(10);
});

it('jobs are done and mail is delivered without being told of it', async () => {
  await inOrg(house.database.tools, acme, (tx) => enqueueJob(tx, evaluateSignals, {}, { key: 'pooled' }));
  const mail = {
    kind: 'test',
    organizationId: null,
    recipient: 'ada@demo.example',
    subject: 'Pooled letter',
    body: 'Text.',
  };
  await transaction(house.database.control, (db) => queueMail(db, mail));
  await vi.waitUntil(async () => (await house.letters()).some((letter) => letter.includes('Pooled letter')), soon);
  await vi.waitUntil(async () => {
    const { rows } = await house.database.owner.query<{ state: string }>(
      "select state from job_queue.job where singleton_key like '%pooled'",
    );
    return rows[0]?.state === 'completed';
  }, soon);
  expect(house.apps.worker.output()).not.toMatch(/LISTEN|the job queue has trouble/);
});

it('sessions have their limits and their time zone from the login, since the pooler gives none', async () => {
  const session = createPool(pooler.through(house.database.toolsUrl), { applicationName: 'test', max: 1 });
  const { rows } = await session.query(
    `select current_setting('statement_timeout') as statement, current_setting('idle_in_transaction_session_timeout') as idle,
       current_setting('TimeZone') as zone, current_setting('app.organization_id', true) as organization`,
  );
  await session.end();
  // The organization of the caller before ended with their transaction.
  expect(rows).toEqual([{ statement: '7s', idle: '10s', zone: 'UTC', organization: expect.stringMatching(/^$/) }]);
});

it('an app does not start behind a pooler with a login that has no limits, and says what to do', async () => {
  const login = servingLogin(new URL(house.database.ownerUrl).pathname.slice(1), 'tools');
  await house.database.owner.query(`alter role ${login} reset all`);
  try {
    const port = await freePort();
    const fresh = await startPgBouncer([house.database.toolsUrl], process.env['PGBOUNCER_PATH']);
    const settings = {
      DATABASE_URL: fresh.through(house.database.toolsUrl),
      SECRET_KEY: TEST_SECRET_KEY,
      MCP_PORT: String(port),
    };
    await expect(startApp('mcp', settings, port)).rejects.toThrow(
      /has no limits of its own\. Set them with: npm run db:migrate/,
    );
    await fresh.stop();
  } finally {
    await house.database.owner.query(`alter role ${login} set statement_timeout to '7000'`);
  }
});

it('the owner’s commands are told to go to the server itself', async () => {
  await expect(refuseUnfitOwner(pooler.through(house.database.ownerUrl))).rejects.toThrow(
    /^DATABASE_URL: a connection pooler answers at .* Give the address of the server itself/,
  );
});
