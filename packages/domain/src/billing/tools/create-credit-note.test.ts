import { inOrg, queries } from '@countersign/db/in-org';
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
  const { rows } = await inOrg(database().tools, acme, (tx) =>
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

it('of what is left after a payment settles the invoice, and never takes more', async () => {
  const { id, totalMinor } = await issued();
  await callAs(finn, markInvoicePaid, { invoiceId: id, amountMinor: totalMinor - 1000 });
  await expect(credit(id, { amountMinor: 1001 })).rejects.toMatchObject({
    code: 'conflict',
    details: { openMinor: 1000 },
  });
  expect((await credit(id)).invoice).toMatchObject({ status: 'paid', openMinor: 0, creditedMinor: 1000 });
  await expect(credit(id, { amountMinor: 1 })).rejects.toMatchObject({ code: 'conflict' });
});

it('never takes more than is open, when credits and payments come at once', async () => {
  const { id, totalMinor } = await issued();
  const calls = Array.from({ length: 20 }, (_, index) =>
    index % 2 ? credit(id, { amountMinor: 4000 }) : callAs(finn, markInvoicePaid, { invoiceId: id, amountMinor: 4000 }),
  );
  const answers = await Promise.allSettled(calls);
  const done = answers.filter(({ status }) => status === 'fulfilled').length;
  expect(done).toBe(Math.floor(totalMinor / 4000));
  const after = await callAs<InvoiceDetail>(finn, getInvoice, { invoiceId: id });
  expect(after.openMinor).toBe(totalMinor - done * 4000);
  expect(after.paidMinor + after.creditedMinor).toBe(done * 4000);
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
    await expect(inOrg(database().tools, acme, (tx) => statement.execute(queries(tx)))).rejects.toMatchObject({
      code: '42501',
    });
  }
});
