import type { JobContext } from '@countersign/contracts/define-job';
import type { Tx } from '@countersign/contracts/request-context';
import { queries } from '@countersign/db/tenancy/in-org';
import type { Reading } from './reading/reading.ts';
import type { Failure } from './schemas.ts';

/** The file of a document that is being read; undefined when there is nothing to read any more. */
export async function findFileToRead(tx: Tx, documentId: string) {
  return queries(tx)
    .selectFrom('document')
    .innerJoin('documentContent', (join) =>
      join
        .onRef('documentContent.organizationId', '=', 'document.organizationId')
        .onRef('documentContent.documentId', '=', 'document.id'),
    )
    .select(['document.contentType', 'documentContent.bytes'])
    .where('document.id', '=', documentId)
    .where('document.status', '=', 'reading')
    .executeTakeFirst();
}

/** Keeps what was read, or why nothing was. */
export async function noteRead(ctx: JobContext, tx: Tx, documentId: string, reading: Reading): Promise<void> {
  const at = ctx.now.toISOString();
  const failed = 'failure' in reading;
  if (!failed) {
    const text = queries(tx).updateTable('documentContent').set({ text: reading.text });
    await text.where('documentId', '=', documentId).execute();
  }
  await queries(tx)
    .updateTable('document')
    .set({
      status: failed ? 'failed' : 'read',
      failure: failed ? reading.failure : null,
      pageCount: failed ? null : reading.pageCount,
      updatedAt: at,
      readAt: at,
    })
    .where('id', '=', documentId)
    .where('status', '=', 'reading')
    .execute();
}

/** Keeps that nobody goes on trying. Does nothing for a document that was read after all, or is gone. */
export async function noteGivenUp(ctx: JobContext, tx: Tx, documentId: string): Promise<void> {
  const at = ctx.now.toISOString();
  await queries(tx)
    .updateTable('document')
    .set({ status: 'failed', failure: 'given_up' satisfies Failure, updatedAt: at, readAt: at })
    .where('id', '=', documentId)
    .where('status', 'in', ['queued', 'reading'])
    .execute();
}
