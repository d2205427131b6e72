import { readFileSync } from 'node:fs';
import { fixedId } from '@countersign/runtime/ids';
import { demoToday } from '@countersign/testing/demo-today';
import { describe, expect, it } from 'vitest';
import { createExpense } from '../src/billing/tools/create-expense.ts';
import { createInvoiceDraft } from '../src/billing/tools/create-invoice-draft.ts';
import { issueInvoice } from '../src/billing/tools/issue-invoice.ts';
import { listInvoices } from '../src/billing/tools/list-invoices.ts';
import { markExpensePaid } from '../src/billing/tools/mark-expense-paid.ts';
import { markInvoicePaid } from '../src/billing/tools/mark-invoice-paid.ts';
import {
  amount,
  camtFile,
  details,
  entry,
  information,
  payer,
  reference,
  remitted,
} from '../src/integrations/corpus/camt-file.ts';
import type { MovementRecord, StatementImport } from '../src/integrations/schemas.ts';
import { listMovements } from '../src/integrations/tools/list-movements.ts';
import { ada, useStatements } from './statements-under-test.ts';

const { callAs, upload, sync } = useStatements();
const today = demoToday();
const dayBefore = (days: number) => new Date(Date.parse(today) - days * 86_400_000).toISOString().slice(0, 10);

/** The rows of the table in docs/bank-files.md. */
const TABLE = readFileSync(new URL('../../../docs/bank-files.md', import.meta.url), 'utf8')
  .split('## What happens to a movement')[1]
  ?.split('\n')
  .filter((line) => line.startsWith('| ') && !/^\| (-|Movement)/.test(line))
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .map(([, movement = '', outcome = '']) => ({ movement, outcome }));

interface Issued {
  readonly id: string;
  readonly paymentReference: string;
  readonly totalMinor: number;
}

let count = 0;
const euros = (minor: number) => (minor / 100).toFixed(2);

/** An invoice of an amount no other has. */
async function invoice(currency = 'EUR'): Promise<Issued> {
  const draft = await callAs<{ id: string }>(ada, createInvoiceDraft, {
    customerId: fixedId('customer', 'acme', 0),
    currency,
    lines: [{ description: 'Work', unitPriceMinor: 40_000 + 7 * ++count, vatBasisPoints: 0 }],
  });
  const rate = currency === 'EUR' ? {} : { exchangeRateMillionths: 920_000 };
  return callAs<Issued>(ada, issueInvoice, { invoiceId: draft.id, ...rate });
}

interface Row {
  readonly minor: number;
  readonly direction?: 'CRDT' | 'DBIT';
  readonly on?: string;
  readonly more?: string;
  readonly details?: string;
}

function file(rows: readonly Row[], account?: string): Buffer {
  const entries = rows.map(
    ({ minor, on = today, direction = 'CRDT', more = `<AcctSvcrRef>T${++count}</AcctSvcrRef>`, details: parts = '' }) =>
      entry({ amount: euros(minor), direction, on, more, details: parts }),
  );
  return Buffer.from(camtFile(entries, account ? { account } : {}));
}

const naming = (invoices: readonly Issued[], more = '') =>
  details(
    `${payer('Somebody Oy')}${more}${information(...invoices.map(({ paymentReference }) => reference(paymentReference)))}`,
  );
const text = (said: string) => details(`${payer('Somebody Oy')}${information(`<Ustrd>${said}</Ustrd>`)}`);

async function imported(bytes: Buffer): Promise<StatementImport> {
  const done = await sync(await upload(bytes, `t${++count}.xml`));
  if (!done) throw new Error('It was not imported');
  return done;
}

async function movementsOf(done: StatementImport): Promise<MovementRecord[]> {
  const { items } = await callAs<{ items: MovementRecord[] }>(ada, listMovements, { importId: done.id, limit: 200 });
  return items;
}

/** What became of the one movement of a file. */
async function outcomeOf(bytes: Buffer): Promise<string> {
  const done = await imported(bytes);
  if (done.futureRows === 1) return 'not kept';
  if (done.knownRows === 1) return 'known';
  const [movement, other] = await movementsOf(done);
  if (other) return 'each part by itself';
  return movement?.state === 'open' ? `open: ${movement.why}` : (movement?.state ?? 'nothing');
}

const SCENARIOS: Readonly<Record<string, () => Promise<string>>> = {
  'of an account that is not the company’s': async () => {
    const one = await invoice();
    return outcomeOf(file([{ minor: one.totalMinor, details: naming([one]) }], 'DE89370400440532013000'));
  },
  'that an earlier file brought': async () => {
    const one = await invoice();
    const row = { minor: one.totalMinor, more: '<AcctSvcrRef>TWICE</AcctSvcrRef>', details: naming([one]) };
    await imported(file([row]));
    return outcomeOf(Buffer.concat([file([row]), Buffer.from('\n')]));
  },
  'that an earlier file may have brought': async () => {
    await imported(file([{ minor: 70_001, details: details(payer('Somebody Oy')) }]));
    const csv = `Date;Amount;Text\n${today};700,01;a\n`;
    const done = await sync(await upload(Buffer.from(csv), 'maybe.csv'));
    return `open: ${done?.unmatched[0]?.why}`;
  },
  'of a day to come': async () => outcomeOf(file([{ minor: 500, on: dayBefore(-3) }])),
  'a batch whose parts add up': async () =>
    outcomeOf(file([{ minor: 300, details: details(amount('1.00'), amount('2.00')) }])),
  'a batch whose parts come to another amount': async () => {
    const one = await invoice();
    return outcomeOf(
      file([
        {
          minor: one.totalMinor,
          details: details(`${amount('1.00')}${information(reference(one.paymentReference))}`, amount('2.00')),
        },
      ]),
    );
  },
  'a batch without its parts, or their amounts': async () => {
    const one = await invoice();
    const named = information(reference(one.paymentReference));
    return outcomeOf(file([{ minor: one.totalMinor, details: details(named, named) }]));
  },
  'a payment the bank took back, or returned': async () => {
    const one = await invoice();
    return outcomeOf(
      file([{ minor: one.totalMinor, direction: 'DBIT', more: '<RvslInd>true</RvslInd>', details: naming([one]) }]),
    );
  },
  'a payment of ours that came back': async () => {
    const one = await invoice();
    return outcomeOf(file([{ minor: one.totalMinor, more: '<RvslInd>true</RvslInd>', details: naming([one]) }]));
  },
  'money out that is the one expense paid that day with that amount': async () => {
    const expense = await callAs<{ id: string }>(ada, createExpense, {
      supplier: 'Tools Oy',
      amounts: [{ grossMinor: 12_347, vatBasisPoints: 2550 }],
      book: true,
    });
    await callAs(ada, markExpensePaid, { expenseId: expense.id });
    return outcomeOf(file([{ minor: 12_347, direction: 'DBIT' }]));
  },
  'money out': async () => outcomeOf(file([{ minor: 12_349, direction: 'DBIT' }])),
  'one reference of ours, all that is open': async () => {
    const one = await invoice();
    return outcomeOf(file([{ minor: one.totalMinor, details: naming([one]) }]));
  },
  'one reference of ours, less than is open': async () => {
    const one = await invoice();
    return outcomeOf(file([{ minor: one.totalMinor - 1, details: naming([one]) }]));
  },
  'one reference of ours, more than is open': async () => {
    const one = await invoice();
    return outcomeOf(file([{ minor: one.totalMinor + 1, details: naming([one]) }]));
  },
  'one reference of ours, and what banks kept makes it all that is open': async () => {
    const one = await invoice();
    const kept = `<AmtDtls><InstdAmt><Amt Ccy="EUR">${euros(one.totalMinor)}</Amt></InstdAmt></AmtDtls><Chrgs><Amt Ccy="EUR">45.00</Amt></Chrgs>`;
    return outcomeOf(file([{ minor: one.totalMinor - 4500, details: naming([one], kept) }]));
  },
  'one reference of ours, in another currency': async () => {
    const one = await invoice('USD');
    return outcomeOf(file([{ minor: one.totalMinor, details: naming([one]) }]));
  },
  'one reference of ours, before the invoice was issued': async () => {
    const one = await invoice();
    return outcomeOf(file([{ minor: one.totalMinor, on: dayBefore(20), details: naming([one]) }]));
  },
  'one reference of ours, recorded by hand that day': async () => {
    const one = await invoice();
    await callAs(ada, markInvoicePaid, { invoiceId: one.id, amountMinor: 20_000 });
    return outcomeOf(file([{ minor: 20_000, details: naming([one]) }]));
  },
  'one reference of ours, recorded by hand on another day, and as much is open again': async () => {
    const { items } = await callAs<{ items: (Issued & { openMinor: number; issuedOn: string; currency: string })[] }>(
      ada,
      listInvoices,
      { status: ['issued'], limit: 200 },
    );
    const one = items.find((each) => each.issuedOn < dayBefore(4) && each.currency === 'EUR' && each.openMinor > 5000);
    if (!one) throw new Error('The demo data has an open invoice');
    await callAs(ada, markInvoicePaid, { invoiceId: one.id, amountMinor: 2000, paidOn: dayBefore(2) });
    return outcomeOf(file([{ minor: 2000, details: naming([one]) }]));
  },
  'several references of ours, with amounts that add up': async () => {
    const [one, other] = [await invoice(), await invoice()];
    const said = [one, other].map((each) => reference(each.paymentReference, remitted(euros(each.totalMinor))));
    return outcomeOf(file([{ minor: one.totalMinor + other.totalMinor, details: details(information(...said)) }]));
  },
  'several references of ours, without amounts': async () => {
    const [one, other] = [await invoice(), await invoice()];
    return outcomeOf(file([{ minor: one.totalMinor + other.totalMinor, details: naming([one, other]) }]));
  },
  'a reference that is none of ours': async () =>
    outcomeOf(file([{ minor: 900, details: details(information(reference('99999999999999999994'))) }])),
  'one reference of ours in the text, all that is open': async () => {
    const one = await invoice();
    return outcomeOf(
      file([{ minor: one.totalMinor, details: text(`EREF+1 SVWZ+Invoice ${one.paymentReference}, thank you`) }]),
    );
  },
  'one reference of ours in the text, another amount': async () => {
    const one = await invoice();
    return outcomeOf(file([{ minor: one.totalMinor - 100, details: text(`Invoice ${one.paymentReference}`) }]));
  },
  'several references of ours in the text': async () => {
    const [one, other] = [await invoice(), await invoice()];
    return outcomeOf(
      file([
        {
          minor: one.totalMinor + other.totalMinor,
          details: text(`${one.paymentReference} and ${other.paymentReference}`),
        },
      ]),
    );
  },
  'no reference': async () => outcomeOf(file([{ minor: 901, details: text('Thank you') }])),
};

describe('each row of the table of docs/bank-files.md', () => {
  it('is played here, and nothing else is', () => {
    expect(TABLE?.map(({ movement }) => movement.replaceAll("'", '’'))).toEqual(Object.keys(SCENARIOS));
  });

  it.each(TABLE ?? [])('$movement → $outcome', async ({ movement, outcome }) => {
    expect(await SCENARIOS[movement.replaceAll("'", '’')]?.()).toBe(outcome);
  });
});
