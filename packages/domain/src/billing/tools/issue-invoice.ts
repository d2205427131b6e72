import { defineTool } from '@countersign/contracts/define-tool';
import { AppError } from '@countersign/contracts/errors';
import { whoeverIsPermitted } from '@countersign/contracts/policy';
import { z } from 'zod';
import { postEntry } from '../../books/index.ts';
import { dayAfter } from '../../calendar.ts';
import { activeCustomer, companyProfile, organizationToday } from '../../directory/index.ts';
import { confirmInput } from '../../plausible.ts';
import { ExpectedVersion, refuseStale } from '../../stale-version.ts';
import { rateFor } from '../exchange-rate.ts';
import { lockDraft, requireInvoice } from '../invoices/invoice-store.ts';
import { issue, takeNumber } from '../life-store.ts';
import { buyerOf, isFinnish, missingAddress, sellerOf } from '../parties.ts';
import { paymentReference } from '../payments/payment-reference.ts';
import { refuseUnprintable } from '../pdf/unprintable.ts';
import { refuseUnlikelyExchangeRate } from '../plausible-exchange-rate.ts';
import { invoiceEntry } from '../postings.ts';
import { InvoiceDetail } from '../schemas.ts';

export const issueInvoice = defineTool({
  name: 'issue_invoice',
  title: 'Issue invoice',
  summary:
    'Give a draft its number, dates and payment reference, and book it. It cannot be changed afterwards. Nothing is sent.',
  module: 'billing',
  effect: 'issue',
  input: z.strictObject({
    invoiceId: z.uuid().describe('From list_invoices, with status draft.'),
    exchangeRateMillionths: z
      .int()
      .min(1)
      .max(1_000_000_000_000)
      .optional()
      .describe('Only for another currency than the base: base minor units for a million of the invoice’s.'),
    ...confirmInput('exchange_rate'),
    expectedVersion: ExpectedVersion,
  }),
  output: InvoiceDetail,
  examples: [{ invoiceId: '$draftInvoiceId' }],
})
  .allow(whoeverIsPermitted)
  .handle(async (ctx, { invoiceId, exchangeRateMillionths, confirm, expectedVersion }, tx) => {
    refuseStale(await lockDraft(tx, invoiceId), expectedVersion);
    const today = await organizationToday(ctx, tx);
    const draft = await requireInvoice(tx, invoiceId, today);
    if (draft.lines.length === 0) {
      throw new AppError('conflict', 'A draft without lines cannot be issued. Add one with add_invoice_line first.');
    }
    if (draft.totalMinor < 0) {
      throw new AppError('conflict', 'The total is below zero. To give money back, use create_credit_note.');
    }
    const buyer = buyerOf(await activeCustomer(tx, draft.customerId));
    const missing = missingAddress(buyer);
    if (missing.length > 0) {
      throw new AppError(
        'conflict',
        `The customer’s ${missing.join(', ')} must be on the invoice. Set it with update_customer.`,
        {
          missing,
        },
      );
    }
    const profile = await companyProfile(ctx, tx);
    const seller = sellerOf(profile);
    const rate = rateFor(draft.currency, profile.baseCurrency, exchangeRateMillionths);
    refuseUnlikelyExchangeRate(rate, draft.currency, profile.baseCurrency, confirm);
    refuseUnprintable({ ...draft, seller, buyer });
    // The last thing that others have to wait for.
    const number = await takeNumber(ctx, tx);
    await issue(ctx, tx, invoiceId, {
      number,
      issuedOn: today,
      dueOn: dayAfter(today, draft.paymentTermDays),
      paymentReference: paymentReference(number, isFinnish(seller, buyer)),
      exchangeRateMillionths: rate,
      seller,
      buyer,
    });
    const { baseCurrency } = profile;
    await postEntry(
      ctx,
      tx,
      invoiceEntry({ ...draft, number, issuedOn: today, exchangeRateMillionths: rate, baseCurrency }),
    );
    return requireInvoice(tx, invoiceId, today);
  });
