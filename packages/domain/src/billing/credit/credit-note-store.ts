import type { RequestContext, Tx } from '@countersign/contracts/request-context';
import { queries } from '@countersign/db/tenancy/in-org';
import { newId } from '@countersign/runtime/ids';
import { lineNetMinor, type VatOfRate } from '../rules.ts';
import type { CreditNote, Payment } from '../schemas.ts';
import type { Credit } from './credit-rules.ts';
import { refundsOf } from './refund-store.ts';

/** In the order of their numbers, with their lines. */
export async function creditNotesOf(tx: Tx, invoiceId: string): Promise<CreditNote[]> {
  const db = queries(tx);
  const notes = await db
    .selectFrom('creditNote')
    .select(['id', 'number', 'issuedOn', 'reason', 'netMinor', 'vatMinor', 'totalMinor', 'vat', 'refundableMinor'])
    .where('invoiceId', '=', invoiceId)
    .orderBy('number')
    .execute();
  if (notes.length === 0) return [];
  const lines = await db
    .selectFrom('creditNoteLine')
    .innerJoin('creditNote', (join) =>
      join
        .onRef('creditNote.organizationId', '=', 'creditNoteLine.organizationId')
        .onRef('creditNote.id', '=', 'creditNoteLine.creditNoteId'),
    )
    .select([
      'creditNoteLine.id',
      'creditNoteLine.creditNoteId',
      'position',
      'description',
      'quantityThousandths',
      'minutes',
      'unit',
      'unitPriceMinor',
      'vatBasisPoints',
      'creditNoteLine.netMinor',
    ])
    .where('creditNote.invoiceId', '=', invoiceId)
    .orderBy('position')
    .execute();
  const refunds = await refundsOf(tx, invoiceId);
  return notes.map((note) => ({
    ...note,
    vat: note.vat as VatOfRate[],
    ...whatWentBack(
      note.refundableMinor,
      refunds.flatMap(({ creditNoteId, ...refund }) => (creditNoteId === note.id ? [refund] : [])),
    ),
    lines: lines.flatMap(({ creditNoteId, ...line }) => (creditNoteId === note.id ? [line] : [])),
  }));
}

function whatWentBack(refundableMinor: number, refunds: Payment[]) {
  const refundedMinor = refunds.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  return { refunds, toRefundMinor: refundableMinor - refundedMinor };
}

/** How much of each line of an invoice credit notes took back, in thousandths by the line's id. */
export async function creditedQuantities(tx: Tx, invoiceId: string): Promise<ReadonlyMap<string, number>> {
  const rows = await queries(tx)
    .selectFrom('creditNoteLine')
    .innerJoin('invoiceLine', (join) =>
      join
        .onRef('invoiceLine.organizationId', '=', 'creditNoteLine.organizationId')
        .onRef('invoiceLine.id', '=', 'creditNoteLine.invoiceLineId'),
    )
    .select(['invoiceLine.id', 'creditNoteLine.quantityThousandths'])
    .where('invoiceLine.invoiceId', '=', invoiceId)
    .execute();
  const quantities = new Map<string, number>();
  for (const { id, quantityThousandths } of rows) quantities.set(id, (quantities.get(id) ?? 0) + quantityThousandths);
  return quantities;
}

/** Adds a credit note; the database counts it. The invoice is locked. */
export async function insertCreditNote(
  ctx: RequestContext,
  tx: Tx,
  note: {
    readonly invoiceId: string;
    readonly number: number;
    readonly issuedOn: string;
    readonly reason: string | null;
    /** The part of the total that is to be given back. */
    readonly refundableMinor: number;
  },
  { lines, vat, netMinor, vatMinor, totalMinor }: Credit,
): Promise<string> {
  const id = newId();
  const organizationId = ctx.organization.id;
  const issuedAt = ctx.now.toISOString();
  await queries(tx)
    .insertInto('creditNote')
    .values({ ...note, organizationId, id, issuedAt, netMinor, vatMinor, totalMinor, vat: JSON.stringify(vat) })
    .execute();
  await queries(tx)
    .insertInto('creditNoteLine')
    .values(
      lines.map((line, index) => ({
        organizationId,
        id: newId(),
        creditNoteId: id,
        invoiceLineId: line.invoiceLineId,
        position: index + 1,
        description: line.description,
        quantityThousandths: line.quantityThousandths,
        minutes: line.minutes ?? null,
        unit: line.unit,
        unitPriceMinor: line.unitPriceMinor,
        vatBasisPoints: line.vatBasisPoints,
        netMinor: lineNetMinor(line),
      })),
    )
    .execute();
  return id;
}
