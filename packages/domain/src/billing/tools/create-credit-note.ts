import { defineTool } from '@countersign/contracts/define-tool';
import { AppError, notFound } from '@countersign/contracts/errors';
import { whoeverIsPermitted } from '@countersign/contracts/policy';
import { z } from 'zod';
import { postEntry } from '../../books/index.ts';
import { companyProfile, organizationToday } from '../../directory/index.ts';
import { Prose } from '../../text.ts';
import { creditedQuantities, insertCreditNote } from '../credit/credit-note-store.ts';
import { type CreditLine, creditAmount, creditLines, leftToCredit, refuseCredit } from '../credit/credit-rules.ts';
import { requireInvoice } from '../invoices/invoice-store.ts';
import { lockIssued, takeNumber, touch } from '../life-store.ts';
import { refuseUnprintable } from '../pdf/unprintable.ts';
import { creditNoteEntry } from '../postings.ts';
import { openMinorOf, QUANTITY_THOUSANDTHS_MAX, settledMinorOf } from '../rules.ts';
import { AmountMinor, CreditNote, InvoiceDetail, LINES_MAX } from '../schemas.ts';

export const createCreditNote = defineTool({
  name: 'create_credit_note',
  title: 'Create credit note',
  summary:
    'Take back an issued invoice, whole, by lines or by an amount, under a number of its own, and book it. What was paid is to be refunded.',
  module: 'billing',
  effect: 'issue',
  input: z.strictObject({
    invoiceId: z.uuid().describe('From list_invoices, issued, open or paid.'),
    lines: z
      .array(
        z.strictObject({
          lineId: z.uuid().describe('From get_invoice.'),
          quantityThousandths: z
            .int()
            .min(1)
            .max(QUANTITY_THOUSANDTHS_MAX)
            .optional()
            .describe('By default all that is left of the line.'),
        }),
      )
      .min(1)
      .max(LINES_MAX)
      .optional(),
    amountMinor: AmountMinor.optional().describe(
      'VAT included, instead of lines; split over the VAT rates. Without both, what is open, or all of one that is paid.',
    ),
    reason: Prose(500).optional().describe('Shown to the customer.'),
  }),
  output: z.object({ creditNote: CreditNote, invoice: InvoiceDetail }),
  examples: [
    { invoiceId: '$openInvoiceId', reason: 'Billed to the wrong company.' },
    { invoiceId: '$openInvoiceId', amountMinor: 5000, reason: 'A rebate, as agreed.' },
  ],
})
  .allow(whoeverIsPermitted)
  .handle(async (ctx, { invoiceId, lines, amountMinor, reason }, tx) => {
    if (lines && amountMinor !== undefined) {
      throw new AppError('invalid_input', 'amountMinor: name lines or an amount, not both.', {
        fields: [{ path: 'amountMinor', problem: 'besides lines' }],
      });
    }
    const held = await lockIssued(tx, invoiceId);
    const openMinor = openMinorOf(held);
    const leftMinor = held.totalMinor - held.creditedMinor;
    if (leftMinor === 0) throw new AppError('conflict', 'All of this invoice has been credited before.', { leftMinor });
    const today = await organizationToday(ctx, tx);
    const invoice = await requireInvoice(tx, invoiceId, today);
    const left = leftToCredit(
      invoice.vat,
      invoice.creditNotes.flatMap(({ vat }) => vat),
    );
    const before = await creditedQuantities(tx, invoiceId);
    // Unless somebody says so, money that came in stays.
    const wholeMinor = openMinor || leftMinor;
    // Of one that was paid or credited in part, the rest is an amount.
    const byLines = lines !== undefined || (amountMinor === undefined && wholeMinor === invoice.totalMinor);
    const credit = byLines
      ? creditLines(linesToCredit(invoice.lines, lines, before), left)
      : creditAmount(amountMinor ?? wholeMinor, left, `Invoice ${held.number}`);
    refuseCredit(credit, leftMinor);
    const refundableMinor = Math.max(0, credit.totalMinor - openMinor);
    refuseUnprintable({ seller: held.seller, buyer: held.buyer, reference: null, note: reason || null, lines: [] });
    const number = await takeNumber(ctx, tx);
    const note = { invoiceId, number, issuedOn: today, reason: reason || null, refundableMinor };
    const id = await insertCreditNote(ctx, tx, note, credit);
    await touch(ctx, tx, invoiceId, {});
    const { teamId, currency, exchangeRateMillionths } = held;
    const { baseCurrency } = await companyProfile(ctx, tx);
    const facts = {
      teamId,
      currency,
      exchangeRateMillionths,
      baseCurrency,
      settledBeforeMinor: settledMinorOf(held),
      refundableMinor,
      refundableBeforeMinor: held.refundableMinor,
    };
    await postEntry(ctx, tx, creditNoteEntry({ ...facts, ...credit, id, number, issuedOn: today }));
    const after = await requireInvoice(tx, invoiceId, today);
    const creditNote = after.creditNotes.find((note) => note.id === id);
    if (!creditNote) throw notFound('credit note');
    return { creditNote, invoice: after };
  });

/** Lines of the invoice, whole or in part, less what was taken back before. */
function linesToCredit(
  ofInvoice: InvoiceDetail['lines'],
  named: readonly { readonly lineId: string; readonly quantityThousandths?: number | undefined }[] | undefined,
  before: ReadonlyMap<string, number>,
): CreditLine[] {
  const left = new Map(ofInvoice.map((line) => [line.id, line.quantityThousandths - (before.get(line.id) ?? 0)]));
  return (named ?? ofInvoice.map(({ id }) => ({ lineId: id, quantityThousandths: undefined }))).map((each) => {
    const line = ofInvoice.find(({ id }) => id === each.lineId);
    if (!line) throw notFound('line');
    const leftThousandths = left.get(line.id) ?? 0;
    const { quantityThousandths = leftThousandths } = each;
    if (quantityThousandths > leftThousandths || quantityThousandths === 0) {
      throw new AppError(
        'conflict',
        `Of this line ${leftThousandths} thousandths are left to credit. Name at most that.`,
        {
          lineId: line.id,
          leftThousandths,
        },
      );
    }
    left.set(line.id, leftThousandths - quantityThousandths);
    const { description, unit, unitPriceMinor, vatBasisPoints } = line;
    // To the minute as a whole; a part of it is said in thousandths.
    const minutes = quantityThousandths === line.quantityThousandths ? line.minutes : null;
    return { invoiceLineId: line.id, description, quantityThousandths, minutes, unit, unitPriceMinor, vatBasisPoints };
  });
}
