import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { transaction } from '@countersign/db/connections/transaction';
import { enqueueJob } from '@countersign/db/jobs/enqueue-job';
import { inTransactionOf, jobQueueOptions, UPKEEP_QUEUE } from '@countersign/db/jobs/job-queue';
import { inOrg } from '@countersign/db/tenancy/in-org';
import type { RecurringInvoice } from '@countersign/domain/billing/recurring/recurring-schemas';
import { createRecurringInvoice } from '@countersign/domain/billing/tools/create-recurring-invoice';
import { jobs } from '@countersign/domain/catalogue';
import { uploadDocuments } from '@countersign/domain/documents/tools/upload-documents';
import { triggerConnectionSync } from '@countersign/domain/integrations/tools/trigger-connection-sync';
import { fixedId } from '@countersign/runtime/ids';
import { camt053 } from '@countersign/testing/camt-053';
import { aConnection } from '@countersign/testing/connection-builder';
import { demoToday } from '@countersign/testing/demo-today';
import { inheritedEnv } from '@countersign/testing/inherited-env';
import { TEST_SECRET_KEY } from '@countersign/testing/test-database';
import { createToolCaller, type ToolCaller } from '@countersign/testing/tool-caller';
import { useTestDatabase } from '@countersign/testing/use-test-database';
import type { FastifyInstance } from 'fastify';
import { PgBoss } from 'pg-boss';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { expireWhenAsked } from './demo-jobs.ts';
import { startWorker, until } from './worker-under-test.ts';

const organizationId = fixedId('organization', 'acme');
const acme = { organizationId, teamId: null };
const ada = { person: 'ada', organization: 'acme' };

/** Where each kind of job is held until its process is killed: after a part of its work, before the rest. */
const MIDDLES = {
  read_document: 'before update on document_content',
  import_statement: 'after insert on statement_row',
  draft_recurring_invoices: 'after insert on invoice',
  evaluate_signals: 'after insert on signal_issue',
  expire_records: 'before delete on idempotency_record',
};
const KINDS = Object.keys(MIDDLES);
const HELD = 4711;

const database = useTestDatabase('demo');
let call: ToolCaller['callAs'];
let worker: FastifyInstance | undefined;
let document: string;
let invoice: string;
let series: string;
let connection: string;

async function count(statement: string, ...parameters: unknown[]): Promise<number> {
  const { rows } = await database.owner.query<{ count: number }>(statement, parameters);
  return rows[0]?.count ?? 0;
}

async function upload(name: string, bytes: Buffer): Promise<string> {
  const files = [{ name, contentBase64: bytes.toString('base64') }];
  const { documents } = await call<{ documents: { id: string }[] }>(ada, uploadDocuments, { files });
  return documents[0]?.id ?? '';
}

/** Causes of all five, of which each has something to do. */
async function causes(): Promise<void> {
  const { owner } = database;
  document = await upload('note.txt', Buffer.from('The key is under the mat.'));
  const { rows } = await owner.query<{ id: string; reference: string; open: number }>(
    `select id, payment_reference as reference, total_minor as open from invoice
     where organization_id = $1 and number is not null and paid_minor = 0 and credited_minor = 0 and currency = 'EUR'
       and issued_on < current_date and team_id is null order by id limit 1`,
    [organizationId],
  );
  if (!rows[0]) throw new Error('The demo data has an open invoice');
  invoice = rows[0].id;
  const entry = { bookedOn: new Date().toISOString().slice(0, 10), payer: 'Somebody' };
  const statement = camt053([
    { ...entry, amount: (rows[0].open / 100).toFixed(2), reference: rows[0].reference, bankReference: 'A' },
    { ...entry, amount: '12.34', bankReference: 'B' },
  ]);
  const statementId = await upload('statement.xml', statement);
  // Only the note is read, so that no more jobs wait than two workers do at once.
  await owner.query("delete from job_queue.job where data -> 'input' ->> 'documentId' = $1", [statementId]);
  await call(ada, triggerConnectionSync, { documentId: statementId });
  const made = await call<RecurringInvoice>(ada, createRecurringInvoice, {
    customerId: fixedId('customer', 'acme', 0),
    lines: [{ description: 'Hosting', unitPriceMinor: 10_000, vatBasisPoints: 2550 }],
    recurrence: 'FREQ=DAILY',
  });
  series = made.id;
  await owner.query('update recurring_invoice set starts_on = $2::date - 9, next_on = $2::date - 2 where id = $1', [
    series,
    demoToday(),
  ]);
  await owner.query('delete from signal_issue where organization_id = $1', [organizationId]);
  ({ id: connection } = await aConnection(owner, {
    issuer: 'https://auth.example',
    resource: 'https://mcp.example/mcp',
  }));
  await owner.query(
    "update connection set activated_at = now(), expires_at = now() - interval '1 minute' where id = $1",
    [connection],
  );
  await owner.query(
    `insert into idempotency_record (organization_id, principal_id, tool, key, input_digest, result, created_at)
     values ($1, gen_random_uuid(), 'create_note', 'old', '', '{}', now() - interval '25 hours')`,
    [organizationId],
  );
  for (const name of ['draft_recurring_invoices', 'evaluate_signals']) {
    const job = jobs.get(name);
    if (!job) throw new Error(`There is no job ${name}`);
    await inOrg(database.tools, acme, (tx) => enqueueJob(tx, job, {} as never));
  }
  await transaction(database.jobs, async (queries) => {
    const boss = new PgBoss({ ...jobQueueOptions(), db: inTransactionOf(queries) });
    await boss.send(UPKEEP_QUEUE, { job: expireWhenAsked.name });
  });
}

const held = () =>
  count(
    `select count(distinct pid) from pg_locks join pg_database on pg_database.oid = database
     where locktype = 'advisory' and objid = ${HELD} and not granted and datname = current_database()`,
  );

function startDoomed(): ChildProcess {
  return spawn(process.execPath, [join(import.meta.dirname, 'demo-worker.ts')], {
    env: {
      ...inheritedEnv(),
      DATABASE_URL: database.jobsUrl,
      SECRET_KEY: TEST_SECRET_KEY,
      LOG_LEVEL: 'silent',
    },
    stdio: 'inherit',
  });
}

beforeAll(async () => {
  call = createToolCaller(database).callAs;
  const { owner } = database;
  // An import records payments, so it obeys this switch.
  await owner.query("update organization set mcp_billing_write = true where slug = 'acme'");
  await owner.query(`create function held() returns trigger language plpgsql as
    'begin perform pg_advisory_xact_lock_shared(${HELD}); return coalesce(new, old); end'`);
  for (const middle of Object.values(MIDDLES)) {
    await owner.query(`create trigger held ${middle} for each row execute function held()`);
  }
  await causes();
  const holder = await owner.connect();
  try {
    await holder.query(`select pg_advisory_lock(${HELD})`);
    // Each does two jobs of one organization at once.
    const doomed = [startDoomed(), startDoomed()];
    await until(async () => (await held()) === KINDS.length, 40);
    const ended = doomed.map((one) => once(one, 'exit'));
    for (const one of doomed) one.kill('SIGKILL');
    await Promise.all(ended);
  } finally {
    await holder.query(`select pg_advisory_unlock(${HELD})`);
    holder.release();
  }
  // Nothing of it is there, though every statement before the middle had succeeded.
  await until(async () => (await held()) === 0);
  worker = await startWorker(database, [...jobs.values()].map(unscheduled), {}, [expireWhenAsked]);
  await until(async () => {
    const open =
      "select count(*) from job_queue.job where state < 'completed' and start_after < now() + interval '1 hour'";
    return (await count(open)) === 0;
  }, 60);
}, 150_000);
afterAll(() => worker?.close());

/** The test says when. */
const unscheduled = <Job extends object>(job: Job) => ({ ...job, schedule: undefined });

it.each(KINDS)('%s was begun twice, and was done once', async (kind) => {
  const { rows } = await database.owner.query(
    "select state::text, retry_count > 0 as again from job_queue.job where data ->> 'job' = $1",
    [kind],
  );
  expect(rows).toEqual([{ state: 'completed', again: true }]);
});

it('a document whose reading was cut off is read', async () => {
  const { rows } = await database.owner.query(
    'select status, failure, text from document join document_content on document_id = id where id = $1',
    [document],
  );
  expect(rows).toEqual([{ status: 'read', failure: null, text: 'The key is under the mat.' }]);
});

it('a statement whose import was cut off is imported whole: each movement once, the invoice paid once', async () => {
  const { rows } = await database.owner.query(
    "select status, (select count(*)::int from statement_row where import_id = statement_import.id) as rows from statement_import where document_name = 'statement.xml'",
  );
  expect(rows).toEqual([{ status: 'imported', rows: 2 }]);
  expect(await count('select count(*) from payment where invoice_id = $1', invoice)).toBe(1);
  expect(await count('select total_minor - paid_minor as count from invoice where id = $1', invoice)).toBe(0);
});

it('recurring invoices whose drafting was cut off are drafted: each period once', async () => {
  const { rows } = await database.owner.query(
    'select count(*)::int as periods, count(distinct period_on)::int as days, count(invoice.id)::int as drafts from recurring_draft left join invoice on invoice.id = invoice_id where recurring_invoice_id = $1',
    [series],
  );
  expect(rows).toEqual([{ periods: 3, days: 3, drafts: 3 }]);
});

it('signals whose evaluation was cut off are evaluated: each issue is open once', async () => {
  const { rows } = await database.owner.query<{ issues: number; records: number }>(
    'select count(*)::int as issues, count(distinct (kind, record_id))::int as records from signal_issue where organization_id = $1',
    [organizationId],
  );
  expect(rows[0]?.issues).toBeGreaterThan(0);
  expect(rows[0]?.records).toBe(rows[0]?.issues);
});

it('what expired and was being removed is gone, and told of once', async () => {
  expect(await count("select count(*) from idempotency_record where key = 'old'")).toBe(0);
  expect(
    await count(
      "select count(*) from audit_event where action = 'connection.expired' and connection_id = $1",
      connection,
    ),
  ).toBe(1);
});
