import { inOrg, queries } from '@countersign/db/tenancy/in-org';
import { fixedId } from '@countersign/runtime/ids';
import { useDemoCaller } from '@countersign/testing/demo-caller';
import { beforeAll, expect, it } from 'vitest';
import type { Customer } from '../../directory/schemas.ts';
import { createCustomer } from '../../directory/tools/create-customer.ts';
import { updateCustomer } from '../../directory/tools/update-customer.ts';
import { isPaymentReference } from '../payments/payment-reference.ts';
import type { InvoiceDetail } from '../schemas.ts';
import { createCreditNote } from './create-credit-note.ts';
import { createInvoiceDraft } from './create-invoice-draft.ts';
import { getInvoice } from './get-invoice.ts';
import { issueInvoice } from './issue-invoice.ts';

const { callAs, rehearseAs, database } = useDemoCaller();

const finn = { person: 'finn', organization: 'acme' };
const design = { person: 'ada', organization: 'acme', team: 'Design' };
const acme = { organizationId: fixedId('organization', 'acme'), teamId: null };
const customerId = fixedId('customer', 'acme', 0);
const line = { description: 'Work', unitPriceMinor: 10_000, vatBasisPoints: 2550 };
const draft = (extra: object = {}, caller: typeof finn = finn) =>
  callAs<InvoiceDetail>(caller, createInvoiceDraft, { customerId, lines: [line], ...extra });
const issue = (invoiceId: string, caller: typeof finn = finn) =>
  callAs<InvoiceDetail>(caller, issueInvoice, { invoiceId });

async function numbers(): Promise<number[]> {
  return inOrg(database.tools, acme, async (tx) => {
    const invoices = await queries(tx).selectFrom('invoice').select('number').where('number', 'is not', null).execute();
    const notes = await queries(tx).selectFrom('creditNote').select('number').execute();
    return [...invoices, ...notes].flatMap(({ number }) => number ?? []).sort((one, other) => one - other);
  });
}
const withoutGap = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

let last: number;
beforeAll(async () => {
  last = (await numbers()).length;
});

it('gives number, dates, reference and an entry in the books', async () => {
  const { id } = await draft();
  const invoice = await issue(id);
  expect(invoice).toMatchObject({
    status: 'issued',
    number: last + 1,
    openMinor: 12_550,
    exchangeRateMillionths: null,
  });
  const due = (Date.parse(invoice.dueOn ?? '') - Date.parse(invoice.issuedOn ?? '')) / 86_400_000;
  expect(due).toBe(invoice.paymentTermDays);
  expect(isPaymentReference(invoice.paymentReference ?? '')).toBe(true);
  // The customer is in Finland, and so is the bank.
  expect(invoice.paymentReference).toMatch(/^\d+$/);
  const booked = await inOrg(database.tools, acme, (tx) =>
    queries(tx)
      .selectFrom('journalEntry')
      .innerJoin('journalLine as line', 'line.entryId', 'journalEntry.id')
      .select(['account', 'debitMinor', 'creditMinor', 'line.vatBasisPoints'])
      .where('sourceId', '=', id)
      .orderBy('position')
      .execute(),
  );
  expect(booked).toEqual([
    { account: 'receivables', debitMinor: 12_550, creditMinor: 0, vatBasisPoints: null },
    { account: 'sales', debitMinor: 0, creditMinor: 10_000, vatBasisPoints: 2550 },
    { account: 'vat_payable', debitMinor: 0, creditMinor: 2550, vatBasisPoints: 2550 },
  ]);
  await expect(issue(id)).rejects.toMatchObject({ code: 'conflict' });
});

it('gives a customer abroad a creditor reference', async () => {
  const { id } = await draft({ customerId: fixedId('customer', 'acme', 1) });
  const { paymentReference } = await issue(id);
  expect(paymentReference).toMatch(/^RF\d\d/);
  expect(isPaymentReference(paymentReference ?? '')).toBe(true);
});

it('refuses a draft without lines, below zero, or for a customer without an address, and takes no number', async () => {
  const before = await numbers();
  const empty = await draft({ lines: [] });
  await expect(issue(empty.id)).rejects.toThrow(/without lines/);
  const negative = await draft({ lines: [{ ...line, unitPriceMinor: -1 }] });
  await expect(issue(negative.id)).rejects.toThrow(/below zero/);
  const nowhere = await callAs<Customer>(finn, createCustomer, { name: 'Nowhere Oy', city: 'Oulu' });
  const unaddressed = await draft({ customerId: nowhere.id });
  await expect(issue(unaddressed.id)).rejects.toMatchObject({
    code: 'conflict',
    details: { missing: ['street', 'postalCode', 'country'] },
  });
  expect(await numbers()).toEqual(before);
});

it('asks for a rate exactly when the books are in another currency, and books at that rate', async () => {
  const { id } = await draft({ currency: 'USD' });
  await expect(issue(id)).rejects.toMatchObject({ code: 'invalid_input' });
  const invoice = await callAs<InvoiceDetail>(finn, issueInvoice, { invoiceId: id, exchangeRateMillionths: 920_000 });
  expect(invoice).toMatchObject({ currency: 'USD', exchangeRateMillionths: 920_000 });
  const { totalMinor } = await inOrg(database.tools, acme, (tx) =>
    queries(tx).selectFrom('journalEntry').select('totalMinor').where('sourceId', '=', id).executeTakeFirstOrThrow(),
  );
  expect(totalMinor).toBe(11_546);
  const euros = await draft();
  await expect(
    callAs(finn, issueInvoice, { invoiceId: euros.id, exchangeRateMillionths: 920_000 }),
  ).rejects.toMatchObject({ code: 'invalid_input' });
});

it('numbers 50 simultaneous issues without a gap, over teams, with failures and a credit note among them', async () => {
  const before = await numbers();
  const drafts = (count: number, extra: object = {}, caller: typeof finn = finn) =>
    Promise.all(Array.from({ length: count }, () => draft(extra, caller)));
  const [ofAll, ofDesign] = [await drafts(25), await drafts(25, {}, design)];
  const [empty, takenBack, [toCredit]] = [await drafts(10, { lines: [] }), await drafts(8), await drafts(1)];
  await issue(toCredit?.id ?? '');
  const calls = [
    // Everything is done, number taken and entry booked, and then the transaction fails.
    ...takenBack.map(({ id }) => rehearseAs(finn, issueInvoice, { invoiceId: id })),
    ...ofAll.map(({ id }) => issue(id)),
    ...empty.map(({ id }) => issue(id)),
    ...ofDesign.map(({ id }) => issue(id, design)),
    callAs(finn, createCreditNote, { invoiceId: toCredit?.id, amountMinor: 100 }),
  ];
  const answers = await Promise.allSettled(calls);
  expect(answers.filter(({ status }) => status === 'rejected').length).toBe(10);
  expect(await numbers()).toEqual(withoutGap(before.length + 52));
});

it('keeps what the document says of the customer, whatever becomes of the customer', async () => {
  const { id } = await draft();
  const { issuedOn } = await issue(id);
  await callAs(finn, updateCustomer, { customerId, street: 'Elsewhere 1' });
  const { buyer, seller } = await inOrg(database.tools, acme, (tx) =>
    queries(tx).selectFrom('invoice').select(['buyer', 'seller']).where('id', '=', id).executeTakeFirstOrThrow(),
  );
  expect(buyer).not.toMatchObject({ street: 'Elsewhere 1' });
  expect(seller).toMatchObject({ name: 'Acme Studio Oy', iban: 'FI2112345600000785', language: 'en' });
  expect(await callAs(finn, getInvoice, { invoiceId: id })).toMatchObject({ issuedOn, payments: [], creditNotes: [] });
});

it('cannot reach another team’s draft', async () => {
  const { id } = await draft({ teamId: fixedId('team', 'acme', 'Engineering') });
  await expect(issue(id, design)).rejects.toMatchObject({ code: 'not_found' });
});
