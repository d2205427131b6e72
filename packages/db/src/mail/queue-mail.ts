import { newId } from '@countersign/runtime/ids';
import { seal } from '@countersign/runtime/secret-key';
import type { Queries } from '../connections/named-statements.ts';

/** A file of a record, drawn by whoever delivers the mail: nothing waits for a page while a transaction is open. */
export interface AttachedFile {
  readonly file: { readonly kind: string; readonly id: string };
}

/** The second form is what mail of earlier versions waits with. */
export type MailAttachment =
  | AttachedFile
  | { readonly name: string; readonly contentType: string; readonly base64: string };

export interface NewMail {
  /** One word for what it tells, such as `invitation`. */
  readonly kind: string;
  readonly organizationId: string | null;
  readonly recipient: string;
  readonly subject: string;
  /** Where answers go: an address; by default nowhere but to the deployment. */
  readonly replyTo?: string | null;
  /** Plain text in whole sentences. */
  readonly body: string;
  readonly attachments?: readonly MailAttachment[];
  /** Whose link whoever delivers it adds below the text. */
  readonly invitationId?: string;
  /** The sealing key, for a text that holds a secret: it is then stored encrypted. The tools role's processes have none. */
  readonly sealWith?: Buffer;
}

/** What a sealed text is bound to; whoever delivers opens it with the same. */
export function mailSealContext(id: string): string {
  return `outgoing-mail/${id}`;
}

/**
 * Leaves a mail for the worker, in the caller's transaction: it is sent exactly when what it tells is true, perhaps twice if a
 * process dies between sending and noting it. Control characters in recipient and subject become spaces. Does not check that the
 * address takes mail.
 */
export async function queueMail(queries: Queries, mail: NewMail): Promise<string> {
  const id = newId();
  await queries
    .insertInto('outgoingMail')
    .values({
      id,
      organizationId: mail.organizationId,
      kind: mail.kind,
      recipient: oneLine(mail.recipient, 320),
      replyTo: mail.replyTo ? oneLine(mail.replyTo, 320) : null,
      subject: oneLine(mail.subject, 300),
      body: mail.sealWith ? null : mail.body,
      bodySealed: mail.sealWith ? seal(mail.sealWith, mailSealContext(id), mail.body) : null,
      invitationId: mail.invitationId ?? null,
      attachments: JSON.stringify(mail.attachments ?? []),
    })
    .execute();
  return id;
}

function oneLine(text: string, lengthMax: number): string {
  return text.replaceAll(/\p{Cc}+/gu, ' ').slice(0, lengthMax);
}
