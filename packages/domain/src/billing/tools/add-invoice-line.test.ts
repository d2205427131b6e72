import { fixedId } from '@countersign/runtime/ids';
import { useDemoCaller } from '@countersign/testing/demo-caller';
import type { CallAs } from '@countersign/testing/tool-caller';
import { expect, it } from 'vitest';
import type { Invoice, InvoiceDetail } from '../schemas.ts';
import { addInvoiceLine } from './add-invoice-line.ts';
import { createInvoiceDraft } from './create-invoice-draft.ts';
import { getInvoice } from './get-invoice.ts';
import { listInvoices } from './list-invoices.ts';

const { callAs } = useDemoCaller();

const finn = { person: 'finn', organization: 'acme' };
const customerId = fixedId('customer', 'acme', 0);
const invoices = async (caller: Parameters<CallAs>[0], filter: object = {}) =>
  (await callAs<{ items: Invoice[] }>(caller, listInvoices, { limit: 200, ...filter })).items;

const line = { description: 'Workshop', unitPriceMinor: 145_000, vatBasisPoints: 2550 };

it('adds a line to the end and the totals', async () => {
  const { id } = await callAs<InvoiceDetail>(finn, createInvoiceDraft, { customerId, lines: [line] });
  const invoice = await callAs<InvoiceDetail>(finn, addInvoiceLine, {
    invoiceId: id,
    ...line,
    quantityThousandths: 500,
    expectedVersion: 1,
  });
  expect(invoice.lines.map(({ position, netMinor }) => [position, netMinor])).toEqual([
    [1, 145_000],
    [2, 72_500],
  ]);
  expect(invoice).toMatchObject({ netMinor: 217_500, vatMinor: 55_463, totalMinor: 272_963, version: 2 });
});

it('keeps every line of ten simultaneous calls', async () => {
  const { id } = await callAs<InvoiceDetail>(finn, createInvoiceDraft, { customerId });
  await Promise.all(Array.from({ length: 10 }, () => callAs(finn, addInvoiceLine, { invoiceId: id, ...line })));
  const invoice = await callAs<InvoiceDetail>(finn, getInvoice, { invoiceId: id });
  expect(invoice.lines.map(({ position }) => position)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  expect(invoice.netMinor).toBe(1_450_000);
});

it('refuses an issued invoice, and a line too many', async () => {
  const [issued] = await invoices(finn, { status: ['issued'] });
  await expect(callAs(finn, addInvoiceLine, { invoiceId: issued?.id, ...line })).rejects.toMatchObject({
    code: 'conflict',
  });
  const lines = Array.from({ length: 100 }, () => line);
  const { id } = await callAs<InvoiceDetail>(finn, createInvoiceDraft, { customerId, lines });
  await expect(callAs(finn, addInvoiceLine, { invoiceId: id, ...line })).rejects.toMatchObject({ code: 'conflict' });
});
