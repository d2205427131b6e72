import { fixedId } from '@countersign/runtime/ids';
import { useDemoCaller } from '@countersign/testing/demo-caller';
import type { CallAs } from '@countersign/testing/tool-caller';
import { expect, it } from 'vitest';
import type { Invoice, InvoiceDetail } from '../schemas.ts';
import { createInvoiceDraft } from './create-invoice-draft.ts';
import { listInvoices } from './list-invoices.ts';
import { updateInvoiceDraft } from './update-invoice-draft.ts';

const { callAs } = useDemoCaller();

const finn = { person: 'finn', organization: 'acme' };
const design = { person: 'ada', organization: 'acme', team: 'Design' };
const customerId = fixedId('customer', 'acme', 0);
const invoices = async (caller: Parameters<CallAs>[0], filter: object = {}) =>
  (await callAs<{ items: Invoice[] }>(caller, listInvoices, { limit: 200, ...filter })).items;

const line = { description: 'Work', unitPriceMinor: 10_000, vatBasisPoints: 2550 };

it('changes what is named, empties what clear names, and replaces all lines', async () => {
  const before = await callAs<InvoiceDetail>(finn, createInvoiceDraft, {
    customerId,
    reference: 'PO 1',
    note: 'Hello',
    lines: [line, line],
  });
  const after = await callAs<InvoiceDetail>(finn, updateInvoiceDraft, {
    invoiceId: before.id,
    expectedVersion: 1,
    clear: ['note'],
    lines: [{ ...line, quantityThousandths: 500 }],
  });
  expect(after).toMatchObject({
    reference: 'PO 1',
    note: null,
    netMinor: 5000,
    vatMinor: 1275,
    totalMinor: 6275,
    version: 2,
  });
  expect(after.lines.map(({ position }) => position)).toEqual([1]);
});

it('leaves of a kept line what is not named of it', async () => {
  const before = await callAs<InvoiceDetail>(finn, createInvoiceDraft, {
    customerId,
    lines: [{ ...line, quantityThousandths: 2500, unit: 'day' }, { ...line, minutes: 20 }, line],
  });
  const [first, second] = before.lines;
  expect(second).toMatchObject({ minutes: 20, quantityThousandths: 333, unit: 'h', netMinor: 3333 });
  const after = await callAs<InvoiceDetail>(finn, updateInvoiceDraft, {
    invoiceId: before.id,
    lines: [
      { id: first?.id, description: 'Workshop' },
      { id: second?.id, unitPriceMinor: 6000 },
    ],
  });
  expect(after.lines).toMatchObject([
    { id: first?.id, description: 'Workshop', quantityThousandths: 2500, unit: 'day', netMinor: 25_000 },
    { id: second?.id, description: 'Work', minutes: 20, netMinor: 2000 },
  ]);
  const missing = callAs(finn, updateInvoiceDraft, { invoiceId: before.id, lines: [{ description: 'New' }] });
  await expect(missing).rejects.toMatchObject({ details: { fields: [{ path: 'lines.0.unitPriceMinor' }] } });
});

it('refuses a stale version and says the current one', async () => {
  const { id } = await callAs<InvoiceDetail>(finn, createInvoiceDraft, { customerId });
  await callAs(finn, updateInvoiceDraft, { invoiceId: id, reference: 'first' });
  await expect(
    callAs(finn, updateInvoiceDraft, { invoiceId: id, expectedVersion: 1, reference: 'second' }),
  ).rejects.toMatchObject({ code: 'conflict', details: { currentVersion: 2 } });
});

it('refuses every issued invoice, whatever of it is paid', async () => {
  const issued = (await invoices(finn)).filter(({ status }) => status !== 'draft');
  for (const { id } of issued.slice(0, 30)) {
    await expect(callAs(finn, updateInvoiceDraft, { invoiceId: id, note: 'changed' })).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('use create_credit_note'),
    });
  }
});

it('cannot reach another team’s draft, nor move one there', async () => {
  const { id } = await callAs<InvoiceDetail>(finn, createInvoiceDraft, {
    customerId,
    teamId: fixedId('team', 'acme', 'Engineering'),
  });
  await expect(callAs(design, updateInvoiceDraft, { invoiceId: id, note: 'mine' })).rejects.toMatchObject({
    code: 'not_found',
  });
  const mine = await callAs<InvoiceDetail>(design, createInvoiceDraft, { customerId });
  for (const change of [{ teamId: fixedId('team', 'acme', 'Engineering') }, { clear: ['teamId'] }]) {
    await expect(callAs(design, updateInvoiceDraft, { invoiceId: mine.id, ...change })).rejects.toMatchObject({
      code: 'not_found',
    });
  }
});
