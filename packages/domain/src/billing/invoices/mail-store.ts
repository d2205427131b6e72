import type { RenderedFile } from '@countersign/contracts/file-kind';
import type { RequestContext, Tx } from '@countersign/contracts/request-context';
import { queueMail } from '@countersign/db/mail/queue-mail';
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
    readonly file: RenderedFile;
  },
): Promise<void> {
  const { file, ...letter } = mail;
  const base64 = Buffer.from(file.bytes).toString('base64');
  await queueMail(queries(tx), {
    ...letter,
    organizationId: ctx.organization.id,
    attachments: [{ name: file.name, contentType: file.contentType, base64 }],
  });
}
