import { toPage } from '@countersign/contracts/pagination';
import { quotedName } from '@countersign/contracts/quoted-name';
import type { RequestContext, Tx } from '@countersign/contracts/request-context';
import { queueMail } from '@countersign/db/mail/queue-mail';
import { queries } from '@countersign/db/tenancy/in-org';
import { newId } from '@countersign/runtime/ids';
import { sql } from 'kysely';
import { companyProfile } from '../directory/index.ts';
import { comesAfter } from '../keyset.ts';
import { refuseTooManyLetters } from '../letter-limit-store.ts';
import type { Message } from './schemas.ts';

export interface MessageFilter {
  readonly sender?: Message['sender'] | undefined;
  readonly text?: string | undefined;
  /** From an instant to another, which is outside. */
  readonly from?: Date | undefined;
  readonly before?: Date | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

function messages(tx: Tx) {
  return queries(tx)
    .selectFrom('bookkeeperMessage')
    .select(['id', 'sender', 'senderName', 'body', 'createdAt'])
    .$narrowType<{ sender: Message['sender'] }>();
}

/** Newest first. */
export async function listMessages(tx: Tx, { sender, text, from, before, limit, cursor }: MessageFilter) {
  let list = messages(tx);
  if (sender) list = list.where('sender', '=', sender);
  if (text) list = list.where(sql<boolean>`strpos(lower(body), lower(${text})) > 0`);
  if (from) list = list.where('createdAt', '>=', from.toISOString());
  if (before) list = list.where('createdAt', '<', before.toISOString());
  const rows: Message[] = await list
    .where(
      comesAfter(cursor, 'descending', [
        [sql.ref('created_at'), 'time'],
        [sql.ref('id'), 'id'],
      ]),
    )
    .orderBy('createdAt', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute();
  return toPage(rows, limit, (row) => [row.createdAt, row.id]);
}

export function findBookkeeper(tx: Tx) {
  return queries(tx).selectFrom('bookkeeper').select(['name', 'email']).executeTakeFirst();
}

/** Keeps the message and leaves it for delivery, in the caller's transaction. Throws `rate_limited`. */
export async function insertMessage(ctx: RequestContext, tx: Tx, body: string, recipient: string): Promise<Message> {
  const { organization, user, now } = ctx;
  await refuseTooManyLetters(ctx, tx);
  const message: Message = {
    id: newId(),
    sender: 'organization',
    senderName: user?.name ?? organization.name,
    body,
    createdAt: now.toISOString(),
  };
  const db = queries(tx);
  await db
    .insertInto('bookkeeperMessage')
    .values({ organizationId: organization.id, ...message })
    .execute();
  await queueMail(db, {
    kind: 'message',
    organizationId: organization.id,
    recipient,
    replyTo: (await companyProfile(ctx, tx)).email,
    subject: `Message from ${quotedName(organization.name)}`,
    body: `${quotedName(message.senderName)} of ${quotedName(organization.name)} writes:\n\n${body}\n`,
  });
  return message;
}

/**
 * Tells the bookkeeper something in words of ours, as the organization; false when there is nobody to tell. What a caller
 * writes to the bookkeeper goes out through `send_message` only, which no consent reaches.
 */
export async function tellBookkeeper(ctx: RequestContext, tx: Tx, body: string): Promise<boolean> {
  const bookkeeper = await findBookkeeper(tx);
  if (bookkeeper) await insertMessage(ctx, tx, body, bookkeeper.email);
  return bookkeeper !== undefined;
}
