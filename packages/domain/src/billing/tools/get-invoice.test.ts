import { fixedId } from '@countersign/runtime/ids';
import { useDemoCaller } from '@countersign/testing/demo-caller';
import type { CallAs } from '@countersign/testing/tool-caller';
import { expect, it } from 'vitest';
import type { Invoice, InvoiceDetail } from '../schemas.ts';
import { getInvoice } from './get-invoice.ts';
import { listInvoices } from './list-invoices.ts';

const { callAs } = useDemoCaller();

const finn = { person: 'finn', organization: 'acme' };
const design = { person: 'ada', organization: 'acme', team: 'Design' };
const invoices = async (caller: Parameters<CallAs>[0], filter: object = {}) =>
  (await callAs<{ items: Invoice[] }>(caller, listInvoices, { limit: 200, ...filter })).items;

/** What a caller is told about each of these ids. */
const refusalsOf = (ids: (string | undefined)[], call: (id: string | undefined) => Promise<unknown>) =>
  Promise.all(
    ids.map((id) =>
      call(id).then(
        () => 'allowed',
        (error: unknown) => error,
      ),
    ),
  );

it('adds up: lines to VAT rates to totals, and paid, open and refunded to the total', async () => {
  for (const { id, status } of await invoices(finn)) {
    const invoice = await callAs<InvoiceDetail>(finn, getInvoice, { invoiceId: id });
    const sum = (amounts: number[]) => amounts.reduce((total, amount) => total + amount, 0);
    expect(sum(invoice.lines.map(({ netMinor }) => netMinor))).toBe(invoice.netMinor);
    expect(sum(invoice.vat.map(({ netMinor }) => netMinor))).toBe(invoice.netMinor);
    expect(sum(invoice.vat.map(({ vatMinor }) => vatMinor))).toBe(invoice.vatMinor);
    expect(invoice.netMinor + invoice.vatMinor).toBe(invoice.totalMinor);
    const { totalMinor, paidMinor, creditedMinor, refundedMinor } = invoice;
    expect(invoice.openMinor - invoice.toRefundMinor).toBe(
      status === 'draft' ? 0 : totalMinor - paidMinor - creditedMinor + refundedMinor,
    );
    expect(Math.min(invoice.openMinor, invoice.toRefundMinor)).toBe(0);
    const notes = invoice.creditNotes;
    expect(sum(notes.map((note) => note.toRefundMinor))).toBe(invoice.toRefundMinor);
    expect(sum(notes.flatMap(({ refunds }) => refunds.map(({ amountMinor }) => amountMinor)))).toBe(refundedMinor);
  }
});

it('answers for another team’s and another organization’s invoice exactly as for none', async () => {
  const foreign = (await invoices(finn)).find(({ teamId }) => teamId === fixedId('team', 'acme', 'Engineering'));
  const ids = [foreign?.id, fixedId('invoice', 'globex', 0), fixedId('nothing')];
  const [one, ...others] = await refusalsOf(ids, (invoiceId) => callAs(design, getInvoice, { invoiceId }));
  expect(one).toMatchObject({ code: 'not_found' });
  expect(others).toEqual([one, one]);
});
