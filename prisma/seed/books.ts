import type { Tx } from '@countersign/contracts/request-context';
import { queries } from '@countersign/db/tenancy/in-org';
import {
  type BookedExpense,
  expenseEntry,
  expensePaymentEntry,
} from '@countersign/domain/billing/expenses/expense-postings';
import { creditNoteEntry, invoiceEntry, paymentEntry, refundEntry } from '@countersign/domain/billing/postings';
import { totalsOf, type VatOfRate } from '@countersign/domain/billing/rules';
import { type Entry, entryRows } from '@countersign/domain/books/index';
import { type Cadence, dueDayOf, periodsTouching } from '@countersign/domain/books/period';
import { fixedId } from '@countersign/runtime/ids';
import { sql } from 'kysely';
import { dayAfter } from './calendar-days.ts';
import type { DemoOrganization } from './people.ts';

const BASE_CURRENCY = 'EUR';

/** The year's ledger: what issuing and paying the demo's documents would have posted, by the same functions. */
export async function seedBooks(tx: Tx, organization: DemoOrganization, today: string): Promise<void> {
  const entries = [...(await entriesOfInvoices(tx, organization)), ...(await entriesOfExpenses(tx, organization))];
  const rows = entries.map((entry) => rowsOf(organization, entry));
  const db = queries(tx);
  await db
    .insertInto('journalEntry')
    .values(rows.map(({ row }) => row))
    .execute();
  // A statement has at most 65,535 parameters.
  const lines = rows.flatMap((each) => each.lines);
  for (let start = 0; start < lines.length; start += 5000) {
    await db
      .insertInto('journalLine')
      .values(lines.slice(start, start + 5000))
      .execute();
  }
  await seedFilings(tx, organization, entries, today);
}

/** Every return that has fallen due was authorized in time. */
async function seedFilings(tx: Tx, { slug }: DemoOrganization, entries: readonly Entry[], today: string) {
  const organizationId = fixedId('organization', slug);
  const db = queries(tx);
  const { vatPeriod } = await db
    .selectFrom('companyProfile')
    .select('vatPeriod')
    .where('organizationId', '=', organizationId)
    .$narrowType<{ vatPeriod: Cadence }>()
    .executeTakeFirstOrThrow();
  const periods = periodsTouching(vatPeriod, { from: dayAfter(today, -380), to: today });
  const due = periods.filter((period) => dueDayOf(vatPeriod, period) < today);
  const filings = due.map((period) => {
    const lines = entries.filter(({ on }) => on >= period.from && on <= period.to).flatMap((entry) => entry.lines);
    const vat = lines.filter(({ account }) => account === 'vat_payable' || account === 'vat_receivable');
    return {
      organizationId,
      period: period.period,
      authorizedAt: `${dayAfter(dueDayOf(vatPeriod, period), -3)}T09:00:00.000Z`,
      authorizedPayableMinor: vat.reduce((sum, line) => sum + (line.creditMinor ?? 0) - (line.debitMinor ?? 0), 0),
    };
  });
  if (filings.length > 0) await db.insertInto('vatFiling').values(filings).execute();
}

function rowsOf({ slug }: DemoOrganization, entry: Entry) {
  let count = 0;
  const idFor = () => fixedId('entry', slug, entry.source.kind, entry.source.id, count++);
  return entryRows(fixedId('organization', slug), entry, idFor, `${entry.on}T12:00:00.000Z`);
}

interface BookedInvoice {
  readonly id: string;
  readonly number: number;
  readonly issuedOn: string;
  readonly teamId: string | null;
  readonly currency: string;
  readonly totalMinor: number;
  readonly lines: { quantityThousandths: number; unitPriceMinor: number; vatBasisPoints: number }[];
}

async function entriesOfInvoices(tx: Tx, { slug }: DemoOrganization): Promise<Entry[]> {
  const db = queries(tx);
  const organizationId = fixedId('organization', slug);
  const { rows } = await sql<BookedInvoice>`
    select id, number, issued_on, team_id, currency, total_minor, (
      select jsonb_agg(jsonb_build_object('quantityThousandths', quantity_thousandths, 'unitPriceMinor', unit_price_minor,
        'vatBasisPoints', vat_basis_points) order by position)
      from invoice_line where invoice_line.organization_id = invoice.organization_id and invoice_id = invoice.id) as lines
    from invoice where organization_id = ${organizationId} and number is not null order by number`.execute(db);
  const payments = await db.selectFrom('payment').selectAll().where('organizationId', '=', organizationId).execute();
  const notes = await db.selectFrom('creditNote').selectAll().where('organizationId', '=', organizationId).execute();
  const refunds = await db.selectFrom('refund').selectAll().where('organizationId', '=', organizationId).execute();
  return rows.flatMap((invoice) => {
    // In the base currency nothing depends on what was settled before.
    const before = { settledBeforeMinor: 0, refundableBeforeMinor: 0, refundedBeforeMinor: 0 };
    const facts = { ...invoice, exchangeRateMillionths: null, baseCurrency: BASE_CURRENCY, ...before };
    const ofInvoice = notes.filter(({ invoiceId }) => invoiceId === invoice.id);
    return [
      invoiceEntry({ ...facts, vat: totalsOf(invoice.lines).vat }),
      ...ofInvoice.map((note) => creditNoteEntry({ ...facts, ...note, vat: note.vat as VatOfRate[] })),
      ...payments
        .filter(({ invoiceId }) => invoiceId === invoice.id)
        .map((payment) => paymentEntry({ ...facts, ...payment, invoiceNumber: invoice.number })),
      ...ofInvoice.flatMap(({ id, number }) =>
        refunds
          .filter(({ creditNoteId }) => creditNoteId === id)
          .map((refund) => refundEntry({ ...facts, ...refund, creditNoteNumber: number })),
      ),
    ];
  });
}

async function entriesOfExpenses(tx: Tx, { slug }: DemoOrganization): Promise<Entry[]> {
  type Row = Omit<BookedExpense, 'exchangeRateMillionths' | 'baseCurrency'> & { readonly paidOn: string | null };
  const { rows } = await sql<Row>`
    select id, incurred_on, team_id, supplier, category, currency, total_minor, paid_on, (
      select jsonb_agg(jsonb_build_object('vatBasisPoints', vat_basis_points, 'netMinor', net_minor, 'vatMinor', vat_minor)
        order by vat_basis_points)
      from expense_amount where expense_amount.organization_id = expense.organization_id and expense_id = expense.id) as amounts
    from expense where organization_id = ${fixedId('organization', slug)} and booked_at is not null order by id`.execute(
    queries(tx),
  );
  return rows.flatMap(({ paidOn, ...row }) => {
    const expense = { ...row, exchangeRateMillionths: null, baseCurrency: BASE_CURRENCY };
    return paidOn === null ? [expenseEntry(expense)] : [expenseEntry(expense), expensePaymentEntry(expense, paidOn)];
  });
}
