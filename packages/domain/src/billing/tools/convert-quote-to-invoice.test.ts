import { fixedId } from '@countersign/runtime/ids';
import { useDemoCaller } from '@countersign/testing/demo-caller';
import { expect, it } from 'vitest';
import type { InvoiceDetail, QuoteDetail } from '../schemas.ts';
import { convertQuoteToInvoice } from './convert-quote-to-invoice.ts';
import { createQuote } from './create-quote.ts';
import { setQuoteStatus } from './set-quote-status.ts';

const { callAs } = useDemoCaller();

const finn = { person: 'finn', organization: 'acme' };
const design = { person: 'ada', organization: 'acme', team: 'Design' };
const customerId = fixedId('customer', 'acme', 0);

const lines = [
  { description: 'Sprint', quantityThousandths: 2000, unit: 'pcs', unitPriceMinor: 850_000, vatBasisPoints: 2550 },
];

async function accepted(extra: object = {}): Promise<QuoteDetail> {
  const { id } = await callAs<QuoteDetail>(finn, createQuote, { customerId, title: 'Sprint', lines, ...extra });
  await callAs(finn, setQuoteStatus, { quoteId: id, status: 'sent' });
  return callAs<QuoteDetail>(finn, setQuoteStatus, { quoteId: id, status: 'accepted' });
}

it('makes a draft with the same lines, customer, team and totals', async () => {
  const quote = await accepted({ teamId: fixedId('team', 'acme', 'Design'), note: 'As agreed' });
  const invoice = await callAs<InvoiceDetail>(finn, convertQuoteToInvoice, { quoteId: quote.id });
  expect(invoice).toMatchObject({
    status: 'draft',
    number: null,
    quoteId: quote.id,
    note: 'As agreed',
    paymentTermDays: 14,
  });
  expect(invoice).toMatchObject({ customerId, teamId: quote.teamId, totalMinor: quote.totalMinor, vat: quote.vat });
  expect(invoice.lines).toEqual(quote.lines.map((line) => ({ ...line, id: expect.any(String) })));
});

it('makes one invoice of a quote, also under simultaneous calls, and names it afterwards', async () => {
  const { id: quoteId } = await accepted();
  const calls = Array.from({ length: 5 }, () => callAs<InvoiceDetail>(finn, convertQuoteToInvoice, { quoteId }));
  const answers = await Promise.allSettled(calls);
  const made = answers.filter((answer) => answer.status === 'fulfilled');
  expect(made.length).toBe(1);
  await expect(callAs(finn, convertQuoteToInvoice, { quoteId })).rejects.toMatchObject({
    code: 'conflict',
    details: { invoiceId: made[0]?.value.id },
  });
});

it('refuses a quote that was not accepted', async () => {
  const { id } = await callAs<QuoteDetail>(finn, createQuote, { customerId, title: 'Sprint' });
  await expect(callAs(finn, convertQuoteToInvoice, { quoteId: id })).rejects.toMatchObject({
    code: 'conflict',
    message: expect.stringContaining('take it to accepted with set_quote_status'),
    details: { currentStatus: 'draft' },
  });
});

it('cannot reach another team’s quote', async () => {
  const { id } = await accepted({ teamId: fixedId('team', 'acme', 'Engineering') });
  await expect(callAs(design, convertQuoteToInvoice, { quoteId: id })).rejects.toMatchObject({ code: 'not_found' });
});
