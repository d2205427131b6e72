import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { refuseImpossible, sidesOf } from '../books/entry.ts';
import { creditAmount, leftToCredit } from './credit/credit-rules.ts';
import { creditNoteEntry, invoiceEntry, paymentEntry, refundEntry } from './postings.ts';
import { totalsOf, type VatOfRate } from './rules.ts';

const line = fc.record({
  quantityThousandths: fc.integer({ min: 1, max: 100_000 }),
  unitPriceMinor: fc.integer({ min: -100_000, max: 1_000_000 }),
  vatBasisPoints: fc.constantFrom(0, 1000, 1350, 2550),
});
const currency = fc.oneof(
  fc.constant({ currency: 'EUR', exchangeRateMillionths: null, baseCurrency: 'EUR' }),
  fc
    .integer({ min: 1, max: 50_000_000 })
    .map((exchangeRateMillionths) => ({ currency: 'USD', exchangeRateMillionths, baseCurrency: 'EUR' })),
);

/** An invoice somebody could issue: its total is not below zero. */
const anInvoice = fc
  .record({ lines: fc.array(line, { minLength: 1, maxLength: 8 }), currency })
  .map(({ lines, currency: facts }) => ({ ...totalsOf(lines), ...facts }))
  .filter(({ totalMinor }) => totalMinor > 0)
  .map((amounts) => ({ ...amounts, id: 'invoice', number: 7, issuedOn: '2026-03-01', teamId: null }));

describe('the entry of an invoice', () => {
  it('balances, for any lines, rates and exchange rate', () => {
    fc.assert(
      fc.property(anInvoice, (invoice) => {
        const entry = invoiceEntry(invoice);
        const { debitMinor, creditMinor } = sidesOf(entry.lines);
        expect(debitMinor).toBe(creditMinor);
        if (entry.lines.length > 0) refuseImpossible(entry);
      }),
    );
  });

  it('puts a discount of another rate on the other side', () => {
    const vat = [
      { vatBasisPoints: 0, netMinor: -500, vatMinor: 0 },
      { vatBasisPoints: 2550, netMinor: 10_000, vatMinor: 2550 },
    ];
    const eur = { currency: 'EUR', exchangeRateMillionths: null, baseCurrency: 'EUR' };
    const invoice = { id: 'a', number: 7, issuedOn: '2026-03-01', teamId: null, vat, totalMinor: 12_050, ...eur };
    expect(invoiceEntry(invoice)).toEqual({
      on: '2026-03-01',
      description: 'Invoice 7',
      source: { kind: 'invoice', id: 'a' },
      teamId: null,
      currency: 'EUR',
      lines: [
        { account: 'receivables', debitMinor: 12_050 },
        { account: 'sales', debitMinor: 500, vatBasisPoints: 0 },
        { account: 'sales', creditMinor: 10_000, vatBasisPoints: 2550 },
        { account: 'vat_payable', creditMinor: 2550, vatBasisPoints: 2550 },
      ],
    });
  });
});

it('an invoice settled in any parts leaves nothing owed in the books, whatever its currency', () => {
  fc.assert(
    fc.property(anInvoice, fc.array(fc.integer({ min: 1, max: 400_000 }), { maxLength: 6 }), (invoice, parts) => {
      const booked = [invoiceEntry(invoice)];
      let settledBeforeMinor = 0;
      for (const part of [...parts, invoice.totalMinor]) {
        const amountMinor = Math.min(part, invoice.totalMinor - settledBeforeMinor);
        const facts = { ...invoice, settledBeforeMinor, paidOn: '2026-03-02', invoiceNumber: 7 };
        booked.push(paymentEntry({ ...facts, amountMinor }));
        settledBeforeMinor += amountMinor;
      }
      const receivables = booked.flatMap(({ lines }) => lines.filter(({ account }) => account === 'receivables'));
      const { debitMinor, creditMinor } = sidesOf(receivables);
      expect(debitMinor).toBe(creditMinor);
    }),
  );
});

it('a credit note of the whole takes back exactly what the invoice booked', () => {
  fc.assert(
    fc.property(anInvoice, (invoice) => {
      const [issued, credited] = [
        invoiceEntry(invoice),
        creditNoteEntry({ ...invoice, settledBeforeMinor: 0, refundableMinor: 0, refundableBeforeMinor: 0 }),
      ];
      const turned = credited.lines.map(({ account, debitMinor, creditMinor, vatBasisPoints }) => ({
        account,
        ...(creditMinor === undefined ? {} : { debitMinor: creditMinor }),
        ...(debitMinor === undefined ? {} : { creditMinor: debitMinor }),
        ...(vatBasisPoints === undefined ? {} : { vatBasisPoints }),
      }));
      expect(turned).toEqual(issued.lines);
    }),
  );
});

it('an invoice paid, credited and refunded in any parts leaves nothing in the books, whatever its currency', () => {
  const parts = fc.array(fc.integer({ min: 1, max: 400_000 }), { maxLength: 4 });
  fc.assert(
    fc.property(anInvoice, parts, parts, parts, (invoice, payments, credits, refunds) => {
      const booked = [invoiceEntry(invoice)];
      const life = { paid: 0, credited: 0, refundable: 0, refunded: 0 };
      const open = () => invoice.totalMinor - life.paid - life.credited + life.refundable;
      for (const part of payments) {
        const amountMinor = Math.min(part, open());
        const settledBeforeMinor = invoice.totalMinor - open();
        booked.push(
          paymentEntry({ ...invoice, amountMinor, settledBeforeMinor, paidOn: '2026-03-02', invoiceNumber: 7 }),
        );
        life.paid += amountMinor;
      }
      let before: VatOfRate[] = [];
      for (const part of [...credits, invoice.totalMinor]) {
        const credit = creditAmount(
          Math.min(part, invoice.totalMinor - life.credited),
          leftToCredit(invoice.vat, before),
          'x',
        );
        const refundableMinor = Math.max(0, credit.totalMinor - open());
        const facts = {
          settledBeforeMinor: invoice.totalMinor - open(),
          refundableMinor,
          refundableBeforeMinor: life.refundable,
        };
        booked.push(creditNoteEntry({ ...invoice, ...credit, ...facts }));
        before = [...before, ...credit.vat];
        life.credited += credit.totalMinor;
        life.refundable += refundableMinor;
      }
      for (const part of [...refunds, life.refundable]) {
        const amountMinor = Math.min(part, life.refundable - life.refunded);
        const facts = { amountMinor, refundedBeforeMinor: life.refunded, paidOn: '2026-03-03', creditNoteNumber: 8 };
        booked.push(refundEntry({ ...invoice, ...facts }));
        life.refunded += amountMinor;
      }
      expect(open()).toBe(0);
      for (const entry of booked)
        expect(sidesOf(entry.lines)).toMatchObject({ debitMinor: sidesOf(entry.lines).creditMinor });
      for (const among of [['receivables'], ['bank'], ['sales', 'vat_payable']]) {
        const { debitMinor, creditMinor } = sidesOf(
          booked.flatMap(({ lines }) => lines.filter((line) => among.includes(line.account))),
        );
        expect([among, debitMinor]).toEqual([among, creditMinor]);
      }
    }),
  );
});
