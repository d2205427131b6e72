import type { JobContext } from '@countersign/contracts/define-job';
import type { Tx } from '@countersign/contracts/request-context';
import { enqueueJob } from '@countersign/db/jobs/enqueue-job';
import { queries } from '@countersign/db/tenancy/in-org';
import { readDocument } from './jobs/read-document.ts';

/** Notes that reading begins, and leaves it to the worker. Does nothing for a document that is gone or was begun already. */
export async function beginReading(ctx: JobContext, tx: Tx, documentId: string): Promise<void> {
  const begun = await queries(tx)
    .updateTable('document')
    .set({ status: 'reading', updatedAt: ctx.now.toISOString() })
    .where('id', '=', documentId)
    .where('status', '=', 'queued')
    .returning('id')
    .executeTakeFirst();
  if (begun) await enqueueJob(tx, readDocument, { documentId });
}
