import { fixedId } from '@countersign/runtime/ids';
import { demoToday } from '@countersign/testing/demo-today';
import { expect, it } from 'vitest';
import type { InvoiceDetail } from '../src/billing/schemas.ts';
import { createExpense } from '../src/billing/tools/create-expense.ts';
import { createInvoiceDraft } from '../src/billing/tools/create-invoice-draft.ts';
import { getInvoice } from '../src/billing/tools/get-invoice.ts';
import { issueInvoice } from '../src/billing/tools/issue-invoice.ts';
import { markInvoicePaid } from '../src/billing/tools/mark-invoice-paid.ts';
import { reversePayment } from '../src/billing/tools/reverse-payment.ts';
import { getVat } from '../src/books/tools/get-vat.ts';
import type { VatFigures } from '../src/books/vat.ts';
import {
  amount,
  balance,
  camtFile,
  details,
  entry,
  information,
  payer,
  reference,
} from '../src/integrations/corpus/camt-file.ts';
import type { MovementRecord } from '../src/integrations/schemas.ts';
import { listMovements } from '../src/integrations/tools/list-movements.ts';
import { reconcileMovement } from '../src/integrations/tools/reconcile-movement.ts';
import { ada, organizationId, useStatements } from './statements-under-test.ts';

const { callAs, database, upload, sync } = useStatements();
const today = demoToday();
const customerId = fixedId('customer', 'acme', 0);

// An independent computation: whole fractions, rounded half away from zero once, and nothing of the product's own rules.
function rounded(numerator: bigint, denominator: bigint): bigint {
  const size = numerator < 0n ? -numerator : numerator;
  const whole = size / denominator + (2n * (size % denominator) >= denominator ? 1n : 0n);
  return numerator < 0n ? -whole : whole;
}

interface Line {
  readonly quantityThousandths: number;
  readonly unitPriceMinor: number;
  readonly vatBasisPoints: number;
}

/** What an invoice comes to: each line rounded, VAT of each rate on the sum of its lines. */
function totals(lines: readonly Line[]) {
  const nets = new Map<number, bigint>();
  for (const { quantityThousandths, unitPriceMinor, vatBasisPoints } of lines) {
    const net = rounded(BigInt(quantityThousandths) * BigInt(unitPriceMinor), 1000n);
    nets.set(vatBasisPoints, (nets.get(vatBasisPoints) ?? 0n) + net);
  }
  const vats = [...nets].map(([rate, net]) => rounded(net * BigInt(rate), 10_000n));
  const sum = (amounts: readonly bigint[]) => amounts.reduce((all, one) => all + one, 0n);
  const net = sum([...nets.values()]);
  return { net, vats, total: net + sum(vats) };
}

const CURRENCIES = [
  ['EUR', null],
  ['EUR', null],
  ['EUR', null],
  ['USD', 921_337],
  ['HUF', 2_513],
  ['JPY', 608_911],
] as const;

/** Numbers that repeat themselves: the next of a fixed sequence. */
let seed = 20_260_930;
const next = (max: number) => {
  seed = (seed * 48_271) % 2_147_483_647;
  return (seed % max) + 1;
};

/** What the accounts of the books hold, debits less credits. */
async function ledger(): Promise<Map<string, bigint>> {
  const { rows } = await database.owner.query<{ account: string; sum: string }>(
    'select account, sum(debit_minor - credit_minor)::text as sum from journal_line where organization_id = $1 group by account',
    [organizationId],
  );
  return new Map(rows.map(({ account, sum }) => [account, BigInt(sum)]));
}

it('a quarter of invoices in four currencies, banks’ files, fees, credits, reversals and expenses has no difference to an exact computation', async () => {
  const before = await ledger();
  const vatBefore = (await callAs<{ total: VatFigures }>(ada, getVat, { range: 'this_month' })).total;
  const expected = new Map<string, bigint>();
  const book = (account: string, change: bigint) => expected.set(account, (expected.get(account) ?? 0n) + change);
  const open = new Map<string, bigint>();
  let salesVat = 0n;

  const issued: (InvoiceDetail & { rate: number | null; owed: bigint })[] = [];
  for (let index = 0; index < 30; index++) {
    const [currency, rate] = CURRENCIES[index % CURRENCIES.length] ?? CURRENCIES[0];
    const lines = Array.from({ length: next(3) }, () => ({
      description: 'Work',
      quantityThousandths: next(9999),
      unitPriceMinor: next(currency === 'HUF' ? 5_000_000 : 50_000),
      vatBasisPoints: [1350, 2550][next(2) - 1] ?? 0,
    }));
    const draft = await callAs<{ id: string }>(ada, createInvoiceDraft, { customerId, currency, lines });
    const invoice = await callAs<InvoiceDetail>(ada, issueInvoice, {
      invoiceId: draft.id,
      ...(rate === null ? {} : { exchangeRateMillionths: rate }),
    });
    const exact = totals(lines);
    expect([BigInt(invoice.netMinor), BigInt(invoice.totalMinor)]).toEqual([exact.net, exact.total]);
    const base = (minor: bigint) => (rate === null ? minor : rounded(minor * BigInt(rate), 1_000_000n));
    const [owed, vat] = [base(exact.total), exact.vats.reduce((all, one) => all + base(one), 0n)];
    book('receivables', owed);
    book('vat_payable', -vat);
    book('sales', vat - owed);
    salesVat += vat;
    open.set(invoice.id, exact.total);
    issued.push({ ...invoice, rate, owed });
  }

  // The bank: euros only. Whatever is in another currency comes converted, without a reference.
  const entries: string[] = [];
  let [moved, fees] = [0n, 0n];
  const plan: { kind: 'by_itself' | 'over' | 'foreign'; invoice: (typeof issued)[number]; minor: bigint }[] = [];
  const euros = (minor: bigint) => `${minor / 100n}.${String(minor % 100n).padStart(2, '0')}`;
  const named = (invoice: InvoiceDetail, more = '') =>
    details(`${payer('A customer')}${more}${information(reference(`${invoice.paymentReference}`))}`);
  const put = (
    minor: bigint,
    parts: string,
    invoice: (typeof issued)[number],
    kind: 'by_itself' | 'over' | 'foreign',
  ) => {
    moved += minor;
    plan.push({ kind, invoice, minor });
    entries.push(
      entry({ amount: euros(minor), on: today, more: `<AcctSvcrRef>Q${entries.length}</AcctSvcrRef>`, details: parts }),
    );
  };
  const inEuro = issued.filter(({ rate }) => rate === null);
  for (const [index, invoice] of inEuro.entries()) {
    const whole = BigInt(invoice.totalMinor);
    if (index % 5 === 0) put(whole, named(invoice), invoice, 'by_itself');
    if (index % 5 === 1) put(whole / 3n, named(invoice), invoice, 'by_itself');
    if (index % 5 === 2) put(whole + 123n, named(invoice), invoice, 'over');
    if (index % 5 === 3) {
      const kept = `<AmtDtls><InstdAmt><Amt Ccy="EUR">${euros(whole)}</Amt></InstdAmt></AmtDtls><Chrgs><Amt Ccy="EUR">0.45</Amt></Chrgs>`;
      fees += 45n;
      put(whole - 45n, named(invoice, kept), invoice, 'by_itself');
    }
  }
  const batched = inEuro.filter((_invoice, index) => index % 5 === 4);
  const sum = batched.reduce((all, one) => all + BigInt(one.totalMinor), 0n);
  moved += sum;
  const parts = batched.map(
    (one) => `${amount(euros(BigInt(one.totalMinor)))}${information(reference(`${one.paymentReference}`))}`,
  );
  entries.push(
    entry({ amount: euros(sum), on: today, more: '<AcctSvcrRef>QB</AcctSvcrRef>', details: details(...parts) }),
  );
  for (const invoice of issued.filter(({ rate }) => rate !== null)) {
    // The bank's rate is a little better or worse than the invoice's.
    put(invoice.owed + BigInt(next(400) - 200), details(payer('A foreign customer')), invoice, 'foreign');
  }
  const balances = balance('OPBD', '1000.00', today) + balance('CLBD', euros(100_000n + moved), today);
  const done = await sync(await upload(Buffer.from(camtFile(entries, { balances })), 'quarter.xml'));
  expect(done).toMatchObject({ status: 'imported', badRowCount: 0, futureRows: 0 });

  book('bank', moved);
  book('bank_fees', fees);
  for (const invoice of batched) {
    book('receivables', -invoice.owed);
    open.set(invoice.id, 0n);
  }
  const { items } = await callAs<{ items: MovementRecord[] }>(ada, listMovements, { importId: done?.id, limit: 200 });
  for (const { kind, invoice, minor } of plan) {
    const whole = BigInt(invoice.totalMinor);
    if (kind === 'by_itself') {
      const settled = minor === whole - 45n ? whole : minor;
      book('receivables', -settled);
      open.set(invoice.id, whole - settled);
      continue;
    }
    const movement = items.find(({ amountMinor, state }) => state === 'open' && BigInt(amountMinor) === minor);
    const input =
      kind === 'over'
        ? [{ invoiceId: invoice.id, amountMinor: invoice.totalMinor }, { customerId }]
        : [{ invoiceId: invoice.id, settlesMinor: invoice.totalMinor }];
    const after = await callAs<MovementRecord>(ada, reconcileMovement, {
      movementId: movement?.id,
      action: 'match',
      parts: input,
    });
    expect(after).toMatchObject({ state: 'settled', openMinor: 0 });
    book('receivables', -invoice.owed);
    if (kind === 'over') book('customer_credits', -123n);
    else book('exchange_differences', invoice.owed - minor);
    open.set(invoice.id, 0n);
  }

  // The same file as a table changes nothing; neither does it when some of it was put back and settled again.
  const rows = items.map(
    ({ amountMinor, counterparty, reference: said }) =>
      `${today};${euros(BigInt(amountMinor)).replace('.', ',')};${counterparty ?? ''};${said ?? ''}`,
  );
  const table = `Kirjauspäivä;Määrä EUROA;Saaja/Maksaja;Viite\n${rows.join('\n')}\n`;
  expect(await sync(await upload(Buffer.from(table), 'quarter.csv'))).toMatchObject({
    knownRows: items.length,
    matchedRows: 0,
    unmatchedRows: 0,
  });
  const first = items.find(({ state }) => state === 'settled');
  const firstInvoice = first?.parts[0]?.invoiceId;
  await callAs(ada, reconcileMovement, { movementId: first?.id, action: 'put_back', reason: 'To look again.' });
  const again = first?.parts
    .filter(({ kind }) => kind === 'invoice')
    .map((part) => ({ invoiceId: firstInvoice, amountMinor: part.amountMinor }));
  const kept = first?.parts
    .filter(({ kind }) => kind === 'account')
    .map((part) => ({ account: part.account, amountMinor: part.amountMinor }));
  await callAs(ada, reconcileMovement, {
    movementId: first?.id,
    action: 'match',
    parts: [...(again ?? []), ...(kept ?? [])],
  });

  // A payment recorded by hand in error, and an expense.
  const partly = [...open].find(([, minor]) => minor > 1000n)?.[0];
  const paid = await callAs<InvoiceDetail>(ada, markInvoicePaid, {
    invoiceId: partly,
    amountMinor: 1000,
    method: 'cash',
  });
  await callAs(ada, reversePayment, { paymentId: paid.payments.at(-1)?.id, reason: 'It was another’s.' });
  const gross = 99_999;
  await callAs(ada, createExpense, {
    supplier: 'Tools',
    amounts: [{ grossMinor: gross, vatBasisPoints: 2550 }],
    book: true,
  });
  const purchaseVat = rounded(BigInt(gross) * 2550n, 12_550n);
  book('payables', -BigInt(gross));
  book('vat_receivable', purchaseVat);
  book('expenses_other', BigInt(gross) - purchaseVat);

  const after = await ledger();
  const differences = [...new Set([...expected.keys(), ...after.keys()])].flatMap((account) => {
    const change = (after.get(account) ?? 0n) - (before.get(account) ?? 0n);
    return change === (expected.get(account) ?? 0n)
      ? []
      : [`${account}: ${change} instead of ${expected.get(account) ?? 0n}`];
  });
  expect(differences).toEqual([]);
  for (const [invoiceId, minor] of open) {
    expect(BigInt((await callAs<InvoiceDetail>(ada, getInvoice, { invoiceId })).openMinor)).toBe(minor);
  }
  const vat = (await callAs<{ total: VatFigures }>(ada, getVat, { range: 'this_month' })).total;
  expect(BigInt(vat.salesVatMinor - vatBefore.salesVatMinor)).toBe(salesVat);
  expect(BigInt(vat.purchaseVatMinor - vatBefore.purchaseVatMinor)).toBe(purchaseVat);
});
