import { fixedId } from '@countersign/runtime/ids';
import { demoToday } from '@countersign/testing/demo-today';
import { expect, it } from 'vitest';
import { ada, useStatements } from '../../../test/statements-under-test.ts';
import type { InvoiceDetail } from '../../billing/schemas.ts';
import { createExpense } from '../../billing/tools/create-expense.ts';
import { createInvoiceDraft } from '../../billing/tools/create-invoice-draft.ts';
import { getInvoice } from '../../billing/tools/get-invoice.ts';
import { issueInvoice } from '../../billing/tools/issue-invoice.ts';
import { listExpenses } from '../../billing/tools/list-expenses.ts';
import { markInvoicePaid } from '../../billing/tools/mark-invoice-paid.ts';
import { reversePayment } from '../../billing/tools/reverse-payment.ts';
import { camtFile, details, entry, payer } from '../corpus/camt-file.ts';
import type { MovementRecord } from '../schemas.ts';
import { listMovements } from './list-movements.ts';
import { reconcileMovement } from './reconcile-movement.ts';

const { callAs, database, upload, sync } = useStatements();
const today = demoToday();
const customerId = fixedId('customer', 'acme', 0);
let count = 0;

/** A movement that settles nothing by itself. */
async function movement(minor: number, currency = 'EUR'): Promise<MovementRecord> {
  const text = camtFile([
    entry({
      amount: (Math.abs(minor) / 100).toFixed(2),
      direction: minor > 0 ? 'CRDT' : 'DBIT',
      currency,
      on: today,
      more: `<AcctSvcrRef>R${++count}</AcctSvcrRef>`,
      details: details(payer(`Somebody ${count}`)),
    }),
  ]);
  const done = await sync(await upload(Buffer.from(text), `r${count}.xml`));
  const { items } = await callAs<{ items: MovementRecord[] }>(ada, listMovements, { importId: done?.id });
  if (!items[0]) throw new Error('It has one movement');
  return items[0];
}

async function invoice(minor: number, currency = 'EUR'): Promise<InvoiceDetail> {
  const lines = [{ description: 'Work', unitPriceMinor: minor, vatBasisPoints: 0 }];
  const draft = await callAs<{ id: string }>(ada, createInvoiceDraft, { customerId, currency, lines });
  const rate = currency === 'EUR' ? {} : { exchangeRateMillionths: 900_000 };
  return callAs<InvoiceDetail>(ada, issueInvoice, { invoiceId: draft.id, ...rate });
}

const reconcile = (movementId: string, input: object) =>
  callAs<MovementRecord>(ada, reconcileMovement, { movementId, ...input });
const read = (invoiceId: string) => callAs<InvoiceDetail>(ada, getInvoice, { invoiceId });

/** What the accounts of the books hold, debits less credits. */
async function ledger(): Promise<Record<string, number>> {
  const { rows } = await database.owner.query<{ account: string; sum: string }>(
    `select account, sum(debit_minor - credit_minor) as sum from journal_line where organization_id = $1 group by account`,
    [fixedId('organization', 'acme')],
  );
  return Object.fromEntries(rows.map(({ account, sum }) => [account, Number(sum)]));
}

/** What of the books a piece of work moved; what it left alone is not told. */
async function moved(work: () => Promise<unknown>): Promise<Record<string, number>> {
  const before = await ledger();
  await work();
  const after = await ledger();
  const changes = Object.entries(after).map(([account, sum]) => [account, sum - (before[account] ?? 0)] as const);
  return Object.fromEntries(changes.filter(([, change]) => change !== 0));
}

it('splits one payment over invoices, and what is too much becomes the customer’s credit, used for a later invoice', async () => {
  const [one, other, later] = [await invoice(10_000), await invoice(5000), await invoice(2000)];
  const { id } = await movement(16_000);
  let settled: MovementRecord | undefined;
  expect(
    await moved(async () => {
      settled = await reconcile(id, {
        action: 'match',
        parts: [{ invoiceId: one.id, amountMinor: 10_000 }, { invoiceId: other.id }, { customerId }],
      });
    }),
  ).toEqual({ bank: 16_000, receivables: -15_000, customer_credits: -1000 });
  expect(settled).toMatchObject({
    state: 'settled',
    openMinor: 0,
    parts: [{}, { amountMinor: 5000 }, { creditLeftMinor: 1000 }],
  });
  const credit = settled?.parts[2];
  expect(await moved(() => reconcile(id, { action: 'use_credit', partId: credit?.id, invoiceId: later.id }))).toEqual({
    receivables: -1000,
    customer_credits: 1000,
  });
  expect(await read(later.id)).toMatchObject({ openMinor: 1000, status: 'partly_paid' });
  // The credit is used, so it does not go back; and the movement is whole again once the payment from it is taken back.
  await expect(reconcile(id, { action: 'put_back', reason: 'Wrong.' })).rejects.toMatchObject({ code: 'conflict' });
  const [payment] = (await read(later.id)).payments;
  await callAs(ada, reversePayment, { paymentId: payment?.id, reason: 'Wrong.' });
  expect(await moved(() => reconcile(id, { action: 'put_back', reason: 'Wrong.' }))).toEqual({
    bank: -16_000,
    receivables: 15_000,
    customer_credits: 1000,
  });
  expect(await read(one.id)).toMatchObject({ status: 'issued', openMinor: 10_000, paidOn: null });
});

it('takes a mistaken payment back by its reversal: the invoice is open, the payment is still to be seen, and the books have both', async () => {
  const one = await invoice(7000);
  const paid = await callAs<InvoiceDetail>(ada, markInvoicePaid, { invoiceId: one.id });
  const paymentId = paid.payments[0]?.id;
  expect(await moved(() => callAs(ada, reversePayment, { paymentId, reason: 'Another customer’s.' }))).toEqual({
    bank: -7000,
    receivables: 7000,
  });
  expect(await read(one.id)).toMatchObject({
    status: 'issued',
    openMinor: 7000,
    payments: [{ id: paymentId, reversedOn: today, reversalReason: 'Another customer’s.' }],
  });
  const again = callAs(ada, reversePayment, { paymentId, reason: 'Again.' });
  await expect(again).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining('already') });
});

it('does not let a payment that a movement made be taken back behind the movement', async () => {
  const one = await invoice(7100);
  const { id } = await movement(7100);
  await reconcile(id, { action: 'match', parts: [{ invoiceId: one.id }] });
  const paymentId = (await read(one.id)).payments[0]?.id;
  const reversed = callAs(ada, reversePayment, { paymentId, reason: 'x' });
  await expect(reversed).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining('put_back') });
});

it('meets a payment recorded by hand, and books it once', async () => {
  const one = await invoice(7200);
  await callAs(ada, markInvoicePaid, { invoiceId: one.id });
  const { id, suggestions } = await movement(7200);
  expect(suggestions).toContainEqual(expect.objectContaining({ kind: 'payment' }));
  expect(await moved(() => reconcile(id, { action: 'match', parts: [{ invoiceId: one.id }] }))).toEqual({});
  // Put back, the payment that was recorded stays.
  expect(await moved(() => reconcile(id, { action: 'put_back', reason: 'It was another.' }))).toEqual({});
  expect(await read(one.id)).toMatchObject({ status: 'paid' });
});

it('undoes a payment that the bank took back, on the day it did', async () => {
  const one = await invoice(7300);
  const paid = await callAs<InvoiceDetail>(ada, markInvoicePaid, { invoiceId: one.id });
  const { id } = await movement(-7300);
  const parts = [{ paymentId: paid.payments[0]?.id }];
  expect(await moved(() => reconcile(id, { action: 'match', parts }))).toEqual({ bank: -7300, receivables: 7300 });
  expect(await read(one.id)).toMatchObject({ status: 'issued', openMinor: 7300 });
});

it('pays an expense in parts, and one movement pays several', async () => {
  const expense = (grossMinor: number) =>
    callAs<{ id: string }>(ada, createExpense, {
      supplier: `S${++count}`,
      amounts: [{ grossMinor, vatBasisPoints: 2550 }],
      book: true,
    });
  const [large, small] = [await expense(10_000), await expense(3000)];
  const first = await movement(-4000);
  await reconcile(first.id, { action: 'match', parts: [{ expenseId: large.id }] });
  const statusOf = async (id: string) => {
    const { items } = await callAs<{ items: { id: string; status: string }[] }>(ada, listExpenses, { limit: 200 });
    return items.find((each) => each.id === id)?.status;
  };
  expect(await statusOf(large.id)).toBe('booked');
  const second = await movement(-9000);
  expect(
    await moved(() =>
      reconcile(second.id, { action: 'match', parts: [{ expenseId: large.id }, { expenseId: small.id }] }),
    ),
  ).toEqual({ bank: -9000, payables: 9000 });
  expect([await statusOf(large.id), await statusOf(small.id)]).toEqual(['paid', 'paid']);
  expect(await moved(() => reconcile(second.id, { action: 'put_back', reason: 'Wrong.' }))).toEqual({
    bank: 9000,
    payables: -9000,
  });
  expect([await statusOf(large.id), await statusOf(small.id)]).toEqual(['booked', 'booked']);
});

it('books a fee a bank kept beside the invoice it was kept of', async () => {
  const one = await invoice(5500);
  const { id } = await movement(5455);
  const parts = [
    { invoiceId: one.id, amountMinor: 5500 },
    { account: 'bank_fees', amountMinor: -45 },
  ];
  expect(await moved(() => reconcile(id, { action: 'match', parts }))).toEqual({
    bank: 5455,
    receivables: -5500,
    bank_fees: 45,
  });
});

it('books what came in for an invoice in another currency, and the difference of exchange', async () => {
  const one = await invoice(100_000, 'USD');
  const { id } = await movement(91_500);
  await expect(reconcile(id, { action: 'match', parts: [{ invoiceId: one.id }] })).rejects.toMatchObject({
    code: 'invalid_input',
    message: expect.stringContaining('settlesMinor'),
  });
  const parts = [{ invoiceId: one.id, settlesMinor: 100_000 }];
  expect(await moved(() => reconcile(id, { action: 'match', parts }))).toEqual({
    bank: 91_500,
    receivables: -90_000,
    exchange_differences: -1500,
  });
  expect(await read(one.id)).toMatchObject({ status: 'paid', payments: [{ receivedMinor: 91_500 }] });
  expect(await moved(() => reconcile(id, { action: 'put_back', reason: 'Wrong.' }))).toEqual({
    bank: -91_500,
    receivables: 90_000,
    exchange_differences: 1500,
  });
});

it('asks what a movement in another currency came to before it books it', async () => {
  const { id } = await movement(5000, 'USD');
  const asked = reconcile(id, { action: 'book', account: 'other_income' });
  await expect(asked).rejects.toMatchObject({ code: 'invalid_input', message: expect.stringContaining('baseMinor') });
  expect(await moved(() => reconcile(id, { action: 'book', account: 'other_income', baseMinor: 4600 }))).toEqual({
    bank: 4600,
    other_income: -4600,
  });
});

it('books to an account, ignores with a reason, and puts either back', async () => {
  const out = await movement(-990);
  expect(await moved(() => reconcile(out.id, { action: 'book', account: 'bank_fees' }))).toEqual({
    bank: -990,
    bank_fees: 990,
  });
  await expect(reconcile(out.id, { action: 'ignore', reason: 'x' })).rejects.toMatchObject({ code: 'conflict' });
  expect(await reconcile(out.id, { action: 'put_back', reason: 'Wrong.' })).toMatchObject({
    state: 'open',
    openMinor: -990,
  });
  expect(await reconcile(out.id, { action: 'ignore', reason: 'It was on paper.' })).toMatchObject({
    state: 'ignored',
    ignoredReason: 'It was on paper.',
  });
  expect(await reconcile(out.id, { action: 'put_back', reason: 'Wrong.' })).toMatchObject({ state: 'open' });
});

it('refuses more than the movement, and leaves nothing of it booked', async () => {
  const one = await invoice(9000);
  const { id } = await movement(8000);
  const parts = [{ invoiceId: one.id, amountMinor: 9000 }];
  await expect(reconcile(id, { action: 'match', parts })).rejects.toMatchObject({ code: 'conflict' });
  expect(await read(one.id)).toMatchObject({ openMinor: 9000 });
});

it('is found by its amount, whatever its sign, and says what is open of everything', async () => {
  const { id } = await movement(-123_457);
  const found = await callAs<{ items: MovementRecord[]; open: { openOutMinor: number }[] }>(ada, listMovements, {
    amountMinor: 123_457,
  });
  expect(found.items.map((each) => each.id)).toEqual([id]);
  expect(found.open.find(({ openOutMinor }) => openOutMinor < 0)?.openOutMinor).toBeLessThanOrEqual(-123_457);
});
