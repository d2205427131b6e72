import type { RequestContext, Tx } from '@countersign/contracts/request-context';
import { type AttachedFile, queueMail } from '@countersign/db/mail/queue-mail';
import { queries } from '@countersign/db/tenancy/in-org';
import { companyProfile } from '../../directory/index.ts';

/** Leaves a mail with a file for the worker, in this transaction; gives its id. Answers go to the company. */
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
): Promise<string> {
  const { file, ...letter } = mail;
  const { email } = await companyProfile(ctx, tx);
  return queueMail(queries(tx), {
    ...letter,
    organizationId: ctx.organization.id,
    replyTo: email,
    attachments: [{ file }],
  });
}
