import { fixedId } from '@countersign/runtime/ids';
import { useDemoCaller } from '@countersign/testing/demo-caller';
import { expect, it } from 'vitest';
import type { Invoice, InvoiceDetail } from '../schemas.ts';
import { createInvoiceDraft } from './create-invoice-draft.ts';
import { deleteInvoiceDraft } from './delete-invoice-draft.ts';
import { getInvoice } from './get-invoice.ts';
import { listInvoices } from './list-invoices.ts';

const { callAs } = useDemoCaller();

const finn = { person: 'finn', organization: 'acme' };
const lines = [{ description: 'Work', unitPriceMinor: 10_000, vatBasisPoints: 2550 }];

it('removes a draft with its lines', async () => {
  const { id } = await callAs<InvoiceDetail>(finn, createInvoiceDraft, {
    customerId: fixedId('customer', 'acme', 0),
    lines,
  });
  await expect(callAs(finn, deleteInvoiceDraft, { invoiceId: id, expectedVersion: 7 })).rejects.toMatchObject({
    code: 'conflict',
  });
  expect(await callAs(finn, deleteInvoiceDraft, { invoiceId: id })).toEqual({
    deletedInvoiceId: id,
    freedTimeEntries: 0,
  });
  await expect(callAs(finn, getInvoice, { invoiceId: id })).rejects.toMatchObject({ code: 'not_found' });
});

it('refuses an issued invoice', async () => {
  const { items } = await callAs<{ items: Invoice[] }>(finn, listInvoices, { status: ['issued'] });
  await expect(callAs(finn, deleteInvoiceDraft, { invoiceId: items[0]?.id })).rejects.toMatchObject({
    code: 'conflict',
  });
});
