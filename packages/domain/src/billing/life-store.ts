import type { JobContext } from '@countersign/contracts/define-job';
import { AppError, notFound } from '@countersign/contracts/errors';
import type { RequestContext, Tx } from '@countersign/contracts/request-context';
import { queries } from '@countersign/db/tenancy/in-org';
import { newId } from '@countersign/runtime/ids';
import { sql } from 'kysely';
import { refusedBy } from '../violated-constraint.ts';
import { creditNotesOf } from './credit/credit-note-store.ts';
import type { Buyer, Seller } from './parties.ts';
import type { CreditNote, Delivery, Payment, ReceivedPayment } from './schemas.ts';

/** What happened to an issued invoice, each in its order. */
export async function lifeOf(
  tx: Tx,
  invoiceId: string,
): Promise<{ payments: ReceivedPayment[]; creditNotes: CreditNote[]; deliveries: Delivery[] }> {
  const db = queries(tx);
  const payments = await db
    .selectFrom('payment')
    .leftJoin('paymentReversal', (join) =>
      join
        .onRef('paymentReversal.organizationId', '=', 'payment.organizationId')
        .onRef('paymentReversal.paymentId', '=', 'payment.id'),
    )
    .select([
      'payment.id',
      'amountMinor',
      'receivedMinor',
      'paidOn',
      'method',
      'note',
      'reversedOn',
      'reason as reversalReason',
    ])
    .where('invoiceId', '=', invoiceId)
    .orderBy('payment.createdAt')
    .orderBy('payment.id')
    .$narrowType<{ method: Payment['method'] }>()
    .execute();
  const deliveries = await db
    .selectFrom('invoiceDelivery')
    .select([
      'reminderLevel',
      'recipient',
      'createdAt as leftAt',
      // Letters of former versions were counted as sent when they were left.
      sql<Delivery['status']>`case when refused_at is not null then 'refused'
        when accepted_at is not null or mail_id is null then 'accepted' else 'waiting' end`.as('status'),
      sql<string | null>`coalesce(accepted_at, case when mail_id is null then created_at end)`.as('sentAt'),
      'refusal',
    ])
    .where('invoiceId', '=', invoiceId)
    .orderBy('createdAt')
    .orderBy('id')
    .execute();
  return { payments, creditNotes: await creditNotesOf(tx, invoiceId), deliveries };
}

/**
 * The next number of the organization's series. Whoever comes next waits until this transaction ends, so a number that is rolled back
 * is given again: the series has no gaps.
 */
export async function takeNumber(ctx: RequestContext, tx: Tx): Promise<number> {
  const { number } = await queries(tx)
    .insertInto('documentSeries')
    .values({ organizationId: ctx.organization.id, nextNumber: 2 })
    .onConflict((conflict) =>
      conflict.column('organizationId').doUpdateSet({ nextNumber: sql`document_series.next_number + 1` }),
    )
    .returning(sql<number>`next_number - 1`.as('number'))
    .executeTakeFirstOrThrow();
  return number;
}

export interface Issue {
  readonly number: number;
  readonly issuedOn: string;
  readonly dueOn: string;
  readonly paymentReference: string;
  readonly exchangeRateMillionths: number | null;
  readonly seller: Seller;
  readonly buyer: Buyer;
}

/** Makes a draft an issued invoice; from here on the database keeps it as it is. The draft is locked. */
export async function issue(
  ctx: RequestContext,
  tx: Tx,
  id: string,
  { seller, buyer, ...issued }: Issue,
): Promise<void> {
  await queries(tx)
    .updateTable('invoice')
    .set({
      ...issued,
      seller: JSON.stringify(seller),
      buyer: JSON.stringify(buyer),
      issuedAt: ctx.now.toISOString(),
      version: sql`version + 1`,
      updatedAt: ctx.now.toISOString(),
    })
    .where('id', '=', id)
    .execute();
}

/** Holds an issued invoice until the transaction ends. Throws `conflict` for a draft. */
export async function lockIssued(tx: Tx, id: string) {
  const invoice = await queries(tx)
    .selectFrom('invoice')
    .select([
      'id',
      'number',
      'teamId',
      'currency',
      'exchangeRateMillionths',
      'totalMinor',
      'paidMinor',
      'creditedMinor',
      'refundableMinor',
      'refundedMinor',
      'issuedOn',
      'dueOn',
      'reminderLevel',
      'remindedOn',
      'paymentReference',
      'seller',
      'buyer',
    ])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (!invoice) throw notFound('invoice');
  const { number, issuedOn, dueOn, seller, buyer } = invoice;
  if (number === null || issuedOn === null || dueOn === null) {
    throw new AppError('conflict', 'This invoice is a draft. Issue it with issue_invoice first.');
  }
  return { ...invoice, number, issuedOn, dueOn, seller: seller as Seller, buyer: buyer as Buyer };
}

const OVERPAID = {
  invoice_is_a_draft_or_issued: (cause: unknown) =>
    new AppError('conflict', 'That is more than is open of the invoice. Read it again, then pay what is open.', {
      cause,
    }),
};

/** Adds a payment; the database counts it. The invoice is locked. */
export async function insertPayment(
  ctx: JobContext,
  tx: Tx,
  invoiceId: string,
  payment: Omit<Payment, 'id'> & {
    readonly receivedMinor?: number | undefined;
    readonly creditPartId?: string | undefined;
  },
): Promise<string> {
  const id = newId();
  const inserted = queries(tx)
    .insertInto('payment')
    .values({ ...payment, organizationId: ctx.organization.id, id, invoiceId, createdAt: ctx.now.toISOString() })
    .execute();
  await refusedBy(inserted, OVERPAID);
  await touch(ctx, tx, invoiceId, {});
  return id;
}

/** Notes that the invoice, or a reminder of it, was left for the mail. The invoice is locked. */
export async function insertDelivery(
  ctx: RequestContext,
  tx: Tx,
  invoiceId: string,
  {
    recipient,
    mailId,
    reminderLevel,
    today,
  }: {
    readonly recipient: string;
    readonly mailId: string;
    readonly reminderLevel: number;
    readonly today: string;
  },
): Promise<void> {
  const at = ctx.now.toISOString();
  await queries(tx)
    .insertInto('invoiceDelivery')
    .values({
      organizationId: ctx.organization.id,
      id: newId(),
      invoiceId,
      mailId,
      reminderLevel,
      recipient,
      createdAt: at,
    })
    .execute();
  // When it was sent is noted when a mail server has taken it.
  await touch(ctx, tx, invoiceId, reminderLevel === 0 ? {} : { reminderLevel, remindedOn: today });
}

/** Counts the version up with what of an issued invoice may change. */
export async function touch(
  ctx: JobContext,
  tx: Tx,
  invoiceId: string,
  fields: { readonly reminderLevel?: number; readonly remindedOn?: string },
): Promise<void> {
  await queries(tx)
    .updateTable('invoice')
    .set({ ...fields, version: sql`version + 1`, updatedAt: ctx.now.toISOString() })
    .where('id', '=', invoiceId)
    .execute();
}
