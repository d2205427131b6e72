import { defineJob, type Job } from '@countersign/contracts/define-job';
import { transaction } from '@countersign/db/connections/transaction';
import { enqueueJob } from '@countersign/db/jobs/enqueue-job';
import { inTransactionOf, jobQueueOptions, OCCURRENCE_QUEUE } from '@countersign/db/jobs/job-queue';
import { inOrg } from '@countersign/db/tenancy/in-org';
import { jobs } from '@countersign/domain/catalogue';
import { getIngestStatus } from '@countersign/domain/documents/tools/get-ingest-status';
import { uploadDocuments } from '@countersign/domain/documents/tools/upload-documents';
import { listImports } from '@countersign/domain/integrations/tools/list-imports';
import { triggerConnectionSync } from '@countersign/domain/integrations/tools/trigger-connection-sync';
import { fixedId } from '@countersign/runtime/ids';
import { camt053 } from '@countersign/testing/camt-053';
import { createToolCaller } from '@countersign/testing/tool-caller';
import { useTestDatabase } from '@countersign/testing/use-test-database';
import type { FastifyInstance } from 'fastify';
import { PgBoss } from 'pg-boss';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { leaveProject } from './demo-jobs.ts';
import { startWorker, until } from './worker-under-test.ts';

/** As the module declares it, but for its work, which fails. */
function failing(name: string): Job {
  const job = jobs.get(name);
  if (!job) throw new Error(`There is no job ${name}`);
  return { ...job, handle: async () => Promise.reject(new Error('holds stored text')) };
}

const database = useTestDatabase('demo');
let worker: FastifyInstance | undefined;
beforeAll(async () => {
  // An import records payments, so it obeys this switch.
  await database.owner.query("update organization set mcp_billing_write = true where slug = 'acme'");
});
afterAll(() => worker?.close());

const ada = { person: 'ada', organization: 'acme' };

async function upload(name: string, bytes: Buffer): Promise<string> {
  const { documents } = await createToolCaller(database).callAs<{ documents: { id: string }[] }>(ada, uploadDocuments, {
    files: [{ name, contentBase64: bytes.toString('base64') }],
  });
  return documents[0]?.id ?? '';
}

async function reading(documentId: string) {
  const { items } = await createToolCaller(database).callAs<{ items: { status: string; failure: string | null }[] }>(
    ada,
    getIngestStatus,
    { documentId },
  );
  return items[0];
}

async function lastImport() {
  const { items } = await createToolCaller(database).callAs<{ items: { status: string; failure: string | null }[] }>(
    ada,
    listImports,
    {},
  );
  return items[0];
}

/** The jobs the audit log says were given up. */
const givenUp = async () => {
  const { rows } = await database.owner.query<{ job: string }>(
    "select details ->> 'job' as job from audit_event where action = 'job.given_up' and outcome = 'failed' order by at",
  );
  return rows.map(({ job }) => job);
};

it('a document whose reading failed to the last attempt says so, and can be uploaded again', async () => {
  const begin = jobs.get('begin_document');
  worker = await startWorker(database, [...(begin ? [begin] : []), failing('read_document')], { JOB_RETRIES: 1 });
  const id = await upload('note.txt', Buffer.from('The key is under the mat.'));
  await until(async () => (await reading(id))?.status === 'failed', 40);
  expect(await reading(id)).toMatchObject({ failure: expect.stringContaining('upload it again') });
  expect(await givenUp()).toEqual(['read_document']);
  expect((await worker.inject('/readyz')).json()).toMatchObject({ jobs: { failed: { read_document: 1 } } });
  await worker.close();

  worker = await startWorker(database, [...jobs.values()]);
  const again = await upload('note.txt', Buffer.from('The key is under the mat.'));
  await until(async () => (await reading(again))?.status === 'read');
  expect(await reading(id)).toMatchObject({ status: 'failed' });
  await worker.close();
}, 60_000);

it('an import that failed to the last attempt says so, and its sync can be triggered again', async () => {
  worker = await startWorker(database, [failing('import_statement')], { JOB_RETRIES: 0 });
  const documentId = await upload('statement.xml', camt053([]));
  const { callAs } = createToolCaller(database);
  await callAs(ada, triggerConnectionSync, { documentId });
  await until(async () => (await lastImport())?.status === 'failed');
  expect(await lastImport()).toMatchObject({ failure: expect.stringContaining('Trigger its sync again') });
  await worker.close();

  worker = await startWorker(database, [...jobs.values()]);
  await callAs(ada, triggerConnectionSync, { documentId });
  await until(async () => (await lastImport())?.status === 'imported');
  await worker.close();
}, 60_000);

it('a scheduled job that was given up is told of in the audit log of its organization, by its name alone', async () => {
  worker = await startWorker(database, [failing('evaluate_signals')], { JOB_RETRIES: 0 });
  await transaction(database.jobs, async (queries) => {
    const boss = new PgBoss({ ...jobQueueOptions(), db: inTransactionOf(queries) });
    await boss.send(OCCURRENCE_QUEUE, { job: 'evaluate_signals' });
  });
  await until(async () => (await givenUp()).filter((job) => job === 'evaluate_signals').length === 3);
  const { rows } = await database.owner.query(
    "select distinct severity, actor_kind, details, organization_id is null as of_nobody from audit_event where details ->> 'job' = 'evaluate_signals'",
  );
  expect(rows).toEqual([
    { severity: 'warning', actor_kind: 'system', details: { job: 'evaluate_signals' }, of_nobody: false },
  ]);
  await worker.close();
}, 60_000);

it('what becomes of the records is tried again too, and told of only once it is true', async () => {
  let attempts = 0;
  const hopeless = defineJob({ name: 'hopeless', summary: 'Fail.', input: z.strictObject({}) })
    .whenGivenUp(async (ctx, _input, tx) => {
      await leaveProject.handle(ctx, { name: 'Given up', afterMs: 0 }, tx);
      if (attempts++ === 0) throw new Error('not this time');
    })
    .handle(async () => Promise.reject(new Error('never')));
  worker = await startWorker(database, [hopeless], { JOB_RETRIES: 0 });
  const acme = { organizationId: fixedId('organization', 'acme'), teamId: null };
  await inOrg(database.tools, acme, (tx) => enqueueJob(tx, hopeless, {}));
  await until(async () => attempts === 1);
  expect(await givenUp()).not.toContain('hopeless');
  await until(async () => (await givenUp()).includes('hopeless'), 30);
  const { rows } = await database.owner.query("select from project where name = 'Given up'");
  expect([rows.length, attempts]).toEqual([1, 2]);
}, 60_000);
