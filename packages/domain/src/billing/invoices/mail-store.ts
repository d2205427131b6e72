import type { RequestContext, Tx } from '@countersign/contracts/request-context';
import { type AttachedFile, queueMail } from '@countersign/db/mail/queue-mail';
import { queries } from '@countersign/db/tenancy/in-org';

/** Leaves a mail with a file for the worker, in this transaction. */
export async function queueInvoiceMail(
  ctx: RequestContext,
  tx: Tx,
  mail: {
    readonly kind: string;
    readonly recipient: string;
    readonly subject: string;
    readonly body: string;
    readonly file: AttachedFile['file'];
  },
): Promise<void> {
  const { file, ...letter } = mail;
  await queueMail(queries(tx), {
    ...letter,
    organizationId: ctx.organization.id,
    attachments: [{ file }],
  });
}
