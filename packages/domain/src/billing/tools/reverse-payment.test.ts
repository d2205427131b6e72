import { fixedId } from '@countersign/runtime/ids';
import { useDemoCaller } from '@countersign/testing/demo-caller';
import { expect, it } from 'vitest';
import type { InvoiceDetail } from '../schemas.ts';
import { createCreditNote } from './create-credit-note.ts';
import { createInvoiceDraft } from './create-invoice-draft.ts';
import { issueInvoice } from './issue-invoice.ts';
import { markInvoicePaid } from './mark-invoice-paid.ts';
import { reversePayment } from './reverse-payment.ts';

const { callAs } = useDemoCaller();
const ada = { person: 'ada', organization: 'acme' };
const finn = { person: 'finn', organization: 'initech' };

async function paid(minor: number, ...parts: number[]): Promise<InvoiceDetail> {
  const lines = [{ description: 'Work', unitPriceMinor: minor, vatBasisPoints: 0 }];
  const draft = await callAs<{ id: string }>(ada, createInvoiceDraft, {
    customerId: fixedId('customer', 'acme', 0),
    lines,
  });
  let invoice = await callAs<InvoiceDetail>(ada, issueInvoice, { invoiceId: draft.id });
  for (const amountMinor of parts)
    invoice = await callAs<InvoiceDetail>(ada, markInvoicePaid, { invoiceId: draft.id, amountMinor });
  return invoice;
}
const reverse = (paymentId: string | undefined, more: object = {}) =>
  callAs<InvoiceDetail>(ada, reversePayment, { paymentId, reason: 'Another customer’s.', ...more });

it('opens what the payment paid, keeps the other payments, and keeps the payment to be seen', async () => {
  const { payments } = await paid(9000, 4000, 5000);
  expect(await reverse(payments[1]?.id)).toMatchObject({
    status: 'partly_paid',
    openMinor: 5000,
    paidMinor: 4000,
    payments: [
      { reversedOn: null },
      { amountMinor: 5000, reversedOn: expect.any(String), reversalReason: 'Another customer’s.' },
    ],
  });
});

it('can be recorded again, and taken back again', async () => {
  const { id, payments } = await paid(3000, 3000);
  await reverse(payments[0]?.id);
  const again = await callAs<InvoiceDetail>(ada, markInvoicePaid, { invoiceId: id });
  expect(again).toMatchObject({ status: 'paid', openMinor: 0 });
  expect(await reverse(again.payments[1]?.id)).toMatchObject({ status: 'issued', openMinor: 3000 });
});

it('is refused for a day before the payment or to come', async () => {
  const { payments } = await paid(3100, 3100);
  for (const reversedOn of ['2000-01-01', '2199-01-01']) {
    await expect(reverse(payments[0]?.id, { reversedOn })).rejects.toMatchObject({ code: 'invalid_input' });
  }
});

it('is refused once a credit note owes the customer that money', async () => {
  const { id, payments } = await paid(3200, 3200);
  await callAs(ada, createCreditNote, { invoiceId: id });
  await expect(reverse(payments[0]?.id)).rejects.toMatchObject({
    code: 'conflict',
    message: expect.stringContaining('credit note'),
  });
});

it('knows no payment of another organization', async () => {
  const { payments } = await paid(3300, 3300);
  const foreign = callAs(finn, reversePayment, { paymentId: payments[0]?.id, reason: 'x' });
  await expect(foreign).rejects.toMatchObject({ code: 'not_found' });
});
