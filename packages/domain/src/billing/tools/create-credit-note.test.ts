import { inOrg, queries } from '@countersign/db/tenancy/in-org';
import { fixedId } from '@countersign/runtime/ids';
import { useDemoCaller } from '@countersign/testing/demo-caller';
import { sql } from 'kysely';
import { expect, it } from 'vitest';
import type { CreditNote, InvoiceDetail } from '../schemas.ts';
import { createCreditNote } from './create-credit-note.ts';
import { createInvoiceDraft } from './create-invoice-draft.ts';
import { getInvoice } from './get-invoice.ts';
import { issueInvoice } from './issue-invoice.ts';
import { markInvoicePaid } from './mark-invoice-paid.ts';

const { callAs, database } = useDemoCaller();

const finn = { person: 'finn', organization: 'acme' };
const acme = { organizationId: fixedId('organization', 'acme'), teamId: null };
const customerId = fixedId('customer', 'acme', 0);

async function issued(): Promise<InvoiceDetail> {
  const lines = [
    { description: 'Design', quantityThousandths: 3000, unitPriceMinor: 9999, vatBasisPoints: 2550 },
    { description: 'Book', unitPriceMinor: 1005, vatBasisPoints: 1000 },
  ];
  const { id } = await callAs<InvoiceDetail>(finn, createInvoiceDraft, { customerId, lines });
  return callAs<InvoiceDetail>(finn, issueInvoice, { invoiceId: id });
}
const credit = (invoiceId: string, input: object = {}) =>
  callAs<{ creditNote: CreditNote; invoice: InvoiceDetail }>(finn, createCreditNote, { invoiceId, ...input });

it('of the whole takes everything back, line by line, under the next number', async () => {
  const invoice = await issued();
  const { creditNote, invoice: after } = await credit(invoice.id, { reason: 'Wrong company' });
  expect(creditNote).toMatchObject({ number: (invoice.number ?? 0) + 1, reason: 'Wrong company', vat: invoice.vat });
  expect(creditNote.totalMinor).toBe(invoice.totalMinor);
  expect(creditNote.lines.map(({ description, netMinor }) => [description, netMinor])).toEqual(
    invoice.lines.map(({ description, netMinor }) => [description, netMinor]),
  );
  expect(after).toMatchObject({ status: 'credited', creditedMinor: invoice.totalMinor, openMinor: 0 });
  expect(after.creditNotes).toEqual([creditNote]);
  const { rows } = await inOrg(database.tools, acme, (tx) =>
    sql<{ account: string; left: number }>`select account, sum(debit_minor - credit_minor)::bigint as left
      from journal_line l join journal_entry e on e.id = l.entry_id
      where source_id in (${invoice.id}, ${creditNote.id}) group by account order by account`.execute(queries(tx)),
  );
  expect(rows).toEqual(['receivables', 'sales', 'vat_payable'].map((account) => ({ account, left: 0 })));
});

it('of lines takes their part, and of a line no more than is left', async () => {
  const { id, lines } = await issued();
  const [design] = lines;
  const { creditNote, invoice } = await credit(id, { lines: [{ lineId: design?.id, quantityThousandths: 1000 }] });
  expect(creditNote).toMatchObject({ netMinor: 9999, vatMinor: 2550, totalMinor: 12_549 });
  expect(invoice.openMinor).toBe(invoice.totalMinor - 12_549);
  const tooMuch = credit(id, { lines: [{ lineId: design?.id, quantityThousandths: 2001 }] });
  await expect(tooMuch).rejects.toMatchObject({ code: 'conflict', details: { leftThousandths: 2000 } });
  const rest = await credit(id, { lines: lines.map((line) => ({ lineId: line.id })) });
  expect(rest.invoice).toMatchObject({ openMinor: 0, status: 'credited' });
  await expect(credit(id, { lines: [{ lineId: fixedId('no line') }] })).rejects.toMatchObject({ code: 'conflict' });
});

it('of an amount is of that amount to the cent, split over the rates', async () => {
  const { id, totalMinor } = await issued();
  const { creditNote, invoice } = await credit(id, { amountMinor: 1234 });
  expect(creditNote.totalMinor).toBe(1234);
  expect(creditNote.vat.reduce((sum, rate) => sum + rate.netMinor + rate.vatMinor, 0)).toBe(1234);
  expect(invoice).toMatchObject({ status: 'issued', openMinor: totalMinor - 1234 });
  // What is left is an amount too.
  expect((await credit(id)).invoice).toMatchObject({ status: 'credited', openMinor: 0 });
});

it('of what is left after a payment settles the invoice, and leaves the money where it is', async () => {
  const { id, totalMinor } = await issued();
  await callAs(finn, markInvoicePaid, { invoiceId: id, amountMinor: totalMinor - 1000 });
  const { creditNote, invoice } = await credit(id);
  expect(creditNote).toMatchObject({ totalMinor: 1000, refundableMinor: 0, toRefundMinor: 0 });
  expect(invoice).toMatchObject({ status: 'paid', openMinor: 0, creditedMinor: 1000, toRefundMinor: 0 });
});

it('of more than is open is to be refunded in that part, up to what was invoiced', async () => {
  const { id, totalMinor, vat } = await issued();
  await callAs(finn, markInvoicePaid, { invoiceId: id, amountMinor: totalMinor - 1000 });
  const part = await credit(id, { amountMinor: 1500 });
  expect(part.creditNote).toMatchObject({ totalMinor: 1500, refundableMinor: 500, toRefundMinor: 500, refunds: [] });
  expect(part.invoice).toMatchObject({ status: 'paid', openMinor: 0, toRefundMinor: 500 });
  await expect(credit(id, { amountMinor: totalMinor - 1499 })).rejects.toMatchObject({
    code: 'conflict',
    details: { leftMinor: totalMinor - 1500 },
  });
  const rest = await credit(id);
  expect(rest.creditNote).toMatchObject({ totalMinor: totalMinor - 1500, refundableMinor: totalMinor - 1500 });
  expect(rest.invoice).toMatchObject({ creditedMinor: totalMinor, openMinor: 0, toRefundMinor: totalMinor - 1000 });
  const credited = rest.invoice.creditNotes.flatMap((note) => note.vat);
  for (const { vatBasisPoints, vatMinor } of vat) {
    const ofRate = credited.filter((rate) => rate.vatBasisPoints === vatBasisPoints);
    expect(ofRate.reduce((sum, rate) => sum + rate.vatMinor, 0)).toBe(vatMinor);
  }
  await expect(credit(id)).rejects.toMatchObject({ code: 'conflict', details: { leftMinor: 0 } });
});

it('of a paid invoice takes it back line by line, and all of it is to be refunded', async () => {
  const { id, totalMinor, lines } = await issued();
  await callAs(finn, markInvoicePaid, { invoiceId: id });
  const { creditNote, invoice } = await credit(id);
  expect(creditNote.lines.map(({ netMinor }) => netMinor)).toEqual(lines.map(({ netMinor }) => netMinor));
  expect(creditNote.toRefundMinor).toBe(totalMinor);
  expect(invoice).toMatchObject({ status: 'paid', toRefundMinor: totalMinor });
  // Nothing is owed, so nothing more can be paid.
  await expect(callAs(finn, markInvoicePaid, { invoiceId: id, amountMinor: 1 })).rejects.toMatchObject({
    code: 'conflict',
  });
});

it('with a discount of another rate is of its amount all the same', async () => {
  const lines = [
    { description: 'Work', unitPriceMinor: 10_000, vatBasisPoints: 0 },
    { description: 'Discount', unitPriceMinor: -3000, vatBasisPoints: 2550 },
  ];
  const draft = await callAs<InvoiceDetail>(finn, createInvoiceDraft, { customerId, lines });
  await callAs(finn, issueInvoice, { invoiceId: draft.id });
  expect((await credit(draft.id, { amountMinor: 1000 })).creditNote.totalMinor).toBe(1000);
  expect((await credit(draft.id)).invoice).toMatchObject({ status: 'credited', openMinor: 0 });
});

it('never takes more than was invoiced, when credits and payments come at once', async () => {
  const { id, totalMinor } = await issued();
  const calls = Array.from({ length: 20 }, (_, index) =>
    index % 2 ? credit(id, { amountMinor: 4000 }) : callAs(finn, markInvoicePaid, { invoiceId: id, amountMinor: 4000 }),
  );
  const answers = await Promise.allSettled(calls);
  const done = (offset: number) =>
    answers.filter(({ status }, index) => index % 2 === offset && status === 'fulfilled');
  const after = await callAs<InvoiceDetail>(finn, getInvoice, { invoiceId: id });
  expect(after.creditedMinor).toBe(Math.floor(totalMinor / 4000) * 4000);
  expect(done(1).length * 4000).toBe(after.creditedMinor);
  expect(done(0).length * 4000).toBe(after.paidMinor);
  expect(after.openMinor - after.toRefundMinor).toBe(totalMinor - after.paidMinor - after.creditedMinor);
});

it('refuses a draft, and lines together with an amount', async () => {
  const draft = await callAs<InvoiceDetail>(finn, createInvoiceDraft, { customerId });
  await expect(credit(draft.id)).rejects.toMatchObject({ code: 'conflict' });
  const { id, lines } = await issued();
  await expect(credit(id, { amountMinor: 1, lines: [{ lineId: lines[0]?.id }] })).rejects.toMatchObject({
    code: 'invalid_input',
  });
});

it('stays as it was issued, whatever statement asks', async () => {
  const { id } = await issued();
  const { creditNote } = await credit(id);
  for (const statement of [
    sql`update credit_note set net_minor = 0 where id = ${creditNote.id}`,
    sql`delete from credit_note where id = ${creditNote.id}`,
    sql`delete from payment`,
  ]) {
    await expect(inOrg(database.tools, acme, (tx) => statement.execute(queries(tx)))).rejects.toMatchObject({
      code: '42501',
    });
  }
});
