import { notFound } from '@countersign/contracts/errors';
import type { FileContext } from '@countersign/contracts/file-kind';
import type { Tx } from '@countersign/contracts/request-context';
import { queries } from '@countersign/db/tenancy/in-org';
import { companyProfile } from '../../directory/index.ts';
import { creditNotesOf } from '../credit/credit-note-store.ts';
import { linesOf } from '../line-store.ts';
import { BUYER_COLUMNS, type Buyer, type Seller, sellerOf } from '../parties.ts';
import type { PrintedDocument } from '../pdf/printed-document.ts';
import { totalsOf } from '../rules.ts';

const PRINTED = [
  'currency',
  'number',
  'issuedOn',
  'dueOn',
  'paymentTermDays',
  'reference',
  'paymentReference',
  'note',
  'seller',
  'buyer',
  'customerId',
] as const;

/** What the page of an invoice says: as it was issued, or as it would be issued now. Throws `not_found`. */
export async function printedInvoice(ctx: FileContext, tx: Tx, id: string): Promise<PrintedDocument> {
  const db = queries(tx);
  const invoice = await db.selectFrom('invoice').select(PRINTED).where('id', '=', id).executeTakeFirst();
  if (!invoice) throw notFound('invoice');
  const lines = await linesOf(tx, 'invoice', id);
  const isDraft = invoice.number === null;
  const { currency, number, issuedOn, dueOn, paymentTermDays, reference, paymentReference, note } = invoice;
  return {
    kind: isDraft ? 'draft' : 'invoice',
    number,
    issuedOn,
    dueOn,
    paymentTermDays,
    seller: isDraft ? sellerOf(await companyProfile(ctx, tx)) : (invoice.seller as Seller),
    buyer: isDraft ? await buyerNow(tx, invoice.customerId) : (invoice.buyer as Buyer),
    currency,
    lines,
    ...totalsOf(lines),
    reference,
    paymentReference,
    note,
    refundableMinor: 0,
    creditedInvoiceNumber: null,
  };
}

/** What the page of a credit note says. Throws `not_found`. */
export async function printedCreditNote(ctx: FileContext, tx: Tx, id: string): Promise<PrintedDocument> {
  const row = await queries(tx).selectFrom('creditNote').select('invoiceId').where('id', '=', id).executeTakeFirst();
  const note = row && (await creditNotesOf(tx, row.invoiceId)).find((each) => each.id === id);
  if (!note) throw notFound('credit note');
  const invoice = await printedInvoice(ctx, tx, row.invoiceId);
  const { number, issuedOn, reason, lines, vat, netMinor, vatMinor, totalMinor, refundableMinor } = note;
  return {
    ...invoice,
    kind: 'creditNote',
    number,
    issuedOn,
    dueOn: null,
    paymentReference: null,
    lines,
    vat,
    netMinor,
    vatMinor,
    totalMinor,
    note: reason,
    refundableMinor,
    creditedInvoiceNumber: invoice.number,
  };
}

async function buyerNow(tx: Tx, customerId: string): Promise<Buyer> {
  return queries(tx)
    .selectFrom('customer')
    .select(BUYER_COLUMNS)
    .where('id', '=', customerId)
    .executeTakeFirstOrThrow();
}
