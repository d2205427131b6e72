import { inOrg, queries } from '@countersign/db/tenancy/in-org';
import { fixedId } from '@countersign/runtime/ids';
import { useDemoCaller } from '@countersign/testing/demo-caller';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
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

async function issued(unitPriceMinor = 10_000, extra: object = {}, issuing: object = {}): Promise<InvoiceDetail> {
  const lines = [{ description: 'Work', unitPriceMinor, vatBasisPoints: 2550 }];
  const { id } = await callAs<InvoiceDetail>(finn, createInvoiceDraft, { customerId, lines, ...extra });
  return callAs<InvoiceDetail>(finn, issueInvoice, { invoiceId: id, ...issuing });
}
const pay = (invoiceId: string, input: object = {}) =>
  callAs<InvoiceDetail>(finn, markInvoicePaid, { invoiceId, ...input });

/** What the books say is owed of an invoice. */
async function owedInBooks(invoice: InvoiceDetail): Promise<number> {
  const events = [
    invoice,
    ...invoice.payments,
    ...invoice.creditNotes,
    ...invoice.creditNotes.flatMap((note) => note.refunds),
  ];
  const ids = events.map(({ id }) => id);
  const { rows } = await inOrg(database.tools, acme, (tx) =>
    sql<{ owed: number }>`select sum(debit_minor - credit_minor)::bigint as owed from journal_line l
      join journal_entry e on e.id = l.entry_id where account = 'receivables' and source_id = any(${ids})`.execute(
      queries(tx),
    ),
  );
  return rows[0]?.owed ?? 0;
}

it('pays in parts, each a row, until nothing is open, and the books agree after each', async () => {
  const { id, issuedOn } = await issued();
  const first = await pay(id, { amountMinor: 5000, paidOn: issuedOn, note: 'First half' });
  expect(first).toMatchObject({ status: 'partly_paid', paidMinor: 5000, openMinor: 7550, paidOn: issuedOn });
  expect(await owedInBooks(first)).toBe(7550);
  const second = await pay(id, { method: 'card' });
  expect(second).toMatchObject({ status: 'paid', paidMinor: 12_550, openMinor: 0 });
  expect(second.payments.map(({ amountMinor, method, note }) => [amountMinor, method, note])).toEqual([
    [5000, 'bank_transfer', 'First half'],
    [7550, 'card', null],
  ]);
  expect(await owedInBooks(second)).toBe(0);
  await expect(pay(id)).rejects.toMatchObject({ code: 'conflict', details: { openMinor: 0 } });
});

it('refuses more than is open, and says what is', async () => {
  const { id } = await issued();
  await expect(pay(id, { amountMinor: 12_551 })).rejects.toMatchObject({
    code: 'conflict',
    details: { openMinor: 12_550 },
  });
});

it('never takes more than is open, when twenty payments come at once', async () => {
  const { id, totalMinor } = await issued();
  const answers = await Promise.allSettled(Array.from({ length: 20 }, () => pay(id, { amountMinor: 1000 })));
  expect(answers.filter(({ status }) => status === 'fulfilled').length).toBe(Math.floor(totalMinor / 1000));
  const invoice = await callAs<InvoiceDetail>(finn, getInvoice, { invoiceId: id });
  expect(invoice).toMatchObject({ paidMinor: 12_000, openMinor: 550 });
  expect(invoice.payments.length).toBe(12);
  expect(await owedInBooks(invoice)).toBe(550);
});

it('is refused by the database too, whatever writes a payment', async () => {
  const { id } = await issued();
  const insert = sql`insert into payment (organization_id, id, invoice_id, amount_minor, paid_on, method)
    values (${acme.organizationId}, ${fixedId('too much')}, ${id}, 12551, current_date, 'cash')`;
  await expect(inOrg(database.tools, acme, (tx) => insert.execute(queries(tx)))).rejects.toMatchObject({
    constraint: 'invoice_is_a_draft_or_issued',
  });
});

it('in another currency leaves no cent in the books, in whatever parts', async () => {
  const { id } = await issued(3333, { currency: 'USD' }, { exchangeRateMillionths: 917_341 });
  await pay(id, { amountMinor: 1 });
  await pay(id, { amountMinor: 1111 });
  expect(await owedInBooks(await pay(id))).toBe(0);
});

it('refuses a draft, and days to come or before the invoice', async () => {
  const draft = await callAs<InvoiceDetail>(finn, createInvoiceDraft, { customerId });
  await expect(pay(draft.id)).rejects.toMatchObject({ code: 'conflict' });
  const { id } = await issued();
  for (const days of [-2, 2]) {
    const paidOn = new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
    await expect(pay(id, { paidOn })).rejects.toMatchObject({ code: 'invalid_input' });
  }
});

describe('money that goes back', () => {
  async function credited(issuing?: { extra: object; rate: object }) {
    const { id, totalMinor } = await issued(10_000, issuing?.extra, issuing?.rate);
    await pay(id);
    const { creditNote } = await callAs<{ creditNote: CreditNote }>(finn, createCreditNote, { invoiceId: id });
    return { id, totalMinor, creditNoteId: creditNote.id };
  }

  it('is recorded in parts on the credit note, each booked, until all of it went back', async () => {
    const { id, totalMinor, creditNoteId } = await credited();
    const first = await pay(id, { creditNoteId, amountMinor: 5000, note: 'First half' });
    expect(first).toMatchObject({ status: 'paid', paidMinor: totalMinor, toRefundMinor: totalMinor - 5000 });
    expect(await owedInBooks(first)).toBe(5000 - totalMinor);
    const second = await pay(id, { creditNoteId, method: 'card' });
    expect(second).toMatchObject({ status: 'credited', toRefundMinor: 0, openMinor: 0 });
    expect(second.creditNotes[0]?.refunds.map(({ amountMinor, method, note }) => [amountMinor, method, note])).toEqual([
      [5000, 'bank_transfer', 'First half'],
      [totalMinor - 5000, 'card', null],
    ]);
    expect(await owedInBooks(second)).toBe(0);
    await expect(pay(id, { creditNoteId })).rejects.toMatchObject({ code: 'conflict', details: { toRefundMinor: 0 } });
  });

  it('is never more than is to go back, when twenty refunds come at once', async () => {
    const { id, totalMinor, creditNoteId } = await credited();
    const calls = Array.from({ length: 20 }, () => pay(id, { creditNoteId, amountMinor: 1000 }));
    const answers = await Promise.allSettled(calls);
    expect(answers.filter(({ status }) => status === 'fulfilled').length).toBe(Math.floor(totalMinor / 1000));
    for (const answer of answers) {
      if (answer.status === 'rejected') expect(answer.reason).toMatchObject({ code: 'conflict' });
    }
  });

  it('is of one credit note by the database too, whatever writes it', async () => {
    const { id } = await issued();
    await pay(id);
    const notes = [];
    for (const amountMinor of [5000, 7550]) {
      const input = { invoiceId: id, amountMinor };
      notes.push((await callAs<{ creditNote: CreditNote }>(finn, createCreditNote, input)).creditNote.id);
    }
    const refund = (creditNoteId: string | undefined, amountMinor: number) =>
      inOrg(database.tools, acme, (tx) =>
        sql`insert into refund (organization_id, id, credit_note_id, amount_minor, paid_on, method)
          values (${acme.organizationId}, gen_random_uuid(), ${creditNoteId}, ${amountMinor}, current_date, 'cash')`.execute(
          queries(tx),
        ),
      );
    await expect(refund(notes[0], 5001)).rejects.toMatchObject({ constraint: 'refund_is_of_its_credit_note' });
    await expect(refund(notes[0], 12_551)).rejects.toMatchObject({ constraint: 'invoice_is_a_draft_or_issued' });
    await refund(notes[0], 5000);
  });

  it('is of that credit note: of another there may be nothing to give back', async () => {
    const [one, other] = [await credited(), await credited()];
    await expect(pay(one.id, { creditNoteId: other.creditNoteId })).rejects.toMatchObject({ code: 'not_found' });
    const open = await issued();
    const { creditNote } = await callAs<{ creditNote: CreditNote }>(finn, createCreditNote, { invoiceId: open.id });
    await expect(pay(open.id, { creditNoteId: creditNote.id })).rejects.toMatchObject({ code: 'conflict' });
  });

  it('in another currency leaves no cent in the books, in whatever parts', async () => {
    const issuing = { extra: { currency: 'USD' }, rate: { exchangeRateMillionths: 917_341 } };
    const { id, creditNoteId } = await credited(issuing);
    for (const amountMinor of [1, 1111]) await pay(id, { creditNoteId, amountMinor });
    expect(await owedInBooks(await pay(id, { creditNoteId }))).toBe(0);
  });

  it('went back on a day from the credit note to today', async () => {
    const { id, creditNoteId } = await credited();
    for (const days of [-2, 2]) {
      const paidOn = new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
      await expect(pay(id, { creditNoteId, paidOn })).rejects.toMatchObject({ code: 'invalid_input' });
    }
  });
});
