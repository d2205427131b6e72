import type { Tx } from '@countersign/contracts/request-context';
import { queries } from '@countersign/db/tenancy/in-org';
import { creditAmount, creditLines } from '@countersign/domain/billing/credit/credit-rules';
import { buyerOf, isFinnish, type Seller, sellerOf } from '@countersign/domain/billing/parties';
import { paymentReference } from '@countersign/domain/billing/payments/payment-reference';
import { type LineAmounts, lineNetMinor, totalsOf } from '@countersign/domain/billing/rules';
import { fixedId } from '@countersign/runtime/ids';
import { sql } from 'kysely';
import { daysBefore, pick } from './directory.ts';
import { paidOf } from './paid-of.ts';
import type { DemoOrganization } from './people.ts';

interface SeedLine extends LineAmounts {
  readonly id: string;
  readonly description: string;
  readonly unit: string;
}

/** An invoice that is stored as a draft and was issued `age` days ago. */
export interface Life {
  readonly index: number;
  readonly invoice: {
    readonly id: string;
    readonly teamId: string | null;
    readonly customerId: string;
    readonly paymentTermDays: number;
    readonly totalMinor: number;
    readonly createdAt: string;
  };
  readonly lines: readonly SeedLine[];
  readonly age: number;
}

/** Issues invoices, pays and credits them as tools would; oldest first, so that numbers follow the days. */
export async function seedLives(
  tx: Tx,
  { slug }: DemoOrganization,
  lives: readonly Life[],
  today: string,
): Promise<void> {
  const db = queries(tx);
  const organizationId = fixedId('organization', slug);
  const profile = await db
    .selectFrom('companyProfile')
    .selectAll()
    .where('organizationId', '=', organizationId)
    .executeTakeFirstOrThrow();
  const seller = sellerOf(profile);
  const customers = await db.selectFrom('customer').selectAll().where('organizationId', '=', organizationId).execute();
  const documents = numbered(lives.map((life) => ({ ...life, ...fateOf(life) })));

  const issues = documents.map(({ life, number }) => {
    const customer = customers.find(({ id }) => id === life.invoice.customerId);
    const buyer = customer && buyerOf(customer);
    return issueRow(life, number, seller, buyer, today);
  });
  await sql`
    update invoice set number = issue.number, issued_at = issue.issued_at, issued_on = issue.issued_on, due_on = issue.due_on,
      payment_reference = issue.payment_reference, seller = issue.seller, buyer = issue.buyer, sent_at = issue.sent_at,
      reminder_level = issue.reminder_level, reminded_on = issue.reminded_on
    from jsonb_to_recordset(${JSON.stringify(issues)}::jsonb) as issue(
      id uuid, number int, issued_at timestamptz, issued_on date, due_on date, payment_reference text, seller jsonb, buyer jsonb,
      sent_at timestamptz, reminder_level int, reminded_on date)
    where invoice.organization_id = ${organizationId} and invoice.id = issue.id`.execute(db);

  const events = documents.map((document) => eventsOf(slug, document, today));
  const notes = events.flatMap(({ note }) => note ?? []);
  const of = <Row extends object>(rows: readonly Row[]) => rows.map((row) => ({ organizationId, ...row }));
  await db
    .insertInto('payment')
    .values(of(events.flatMap(({ payments }) => payments)))
    .execute();
  await db
    .insertInto('creditNote')
    .values(of(notes.map(({ row }) => row)))
    .execute();
  await db
    .insertInto('creditNoteLine')
    .values(of(notes.flatMap(({ lines }) => lines)))
    .execute();
  await db
    .insertInto('refund')
    .values(of(events.flatMap(({ refunds }) => refunds)))
    .execute();
  await db
    .insertInto('invoiceDelivery')
    .values(of(issues.flatMap((issue) => deliveriesOf(slug, issue))))
    .execute();
  await db
    .insertInto('documentSeries')
    .values({ organizationId, nextNumber: documents.length + notes.length + 1 })
    .execute();
}

type Fated = Life & {
  /** All of one that nobody paid, a part, or all of one that was paid. */
  readonly credit: 'all' | 'part' | 'paid' | undefined;
  readonly creditAge: number;
  readonly paidAge: number;
  readonly dueInDays: number;
};

/** Of those nobody paid some were taken back, and of some a part; a few were taken back after they had been paid. */
function fateOf({ index, invoice, age }: Life): Omit<Fated, keyof Life> {
  const dueInDays = invoice.paymentTermDays - age;
  const paidMinor = paidOf(invoice.totalMinor, index, dueInDays);
  const whole = paidMinor === 0 && index % 3 === 0 ? 'all' : index % 17 === 4 ? 'part' : undefined;
  const credit = whole ?? (paidMinor === invoice.totalMinor && index % 19 === 6 ? 'paid' : undefined);
  const creditAge = Math.max(0, age - 5 - (index % 4));
  const paidAge = Math.max(0, Math.min(age - 1, 2 - dueInDays));
  if (credit === 'paid') return { credit, creditAge: Math.max(0, paidAge - 6), paidAge, dueInDays };
  return { credit, creditAge, paidAge: Math.min(creditAge, paidAge), dueInDays };
}

type Document = ReturnType<typeof numbered>[number];

/** One series for invoices and credit notes, in the order of their days. */
function numbered(lives: readonly Fated[]) {
  const issues = lives.flatMap((life) => [
    { age: life.age, id: life.invoice.id, note: false },
    ...(life.credit ? [{ age: life.creditAge, id: life.invoice.id, note: true }] : []),
  ]);
  issues.sort((one, other) => other.age - one.age || Number(one.note) - Number(other.note));
  const numberOf = (id: string, note: boolean) =>
    1 + issues.findIndex((issue) => issue.id === id && issue.note === note);
  return lives.map((life) => ({
    life,
    number: numberOf(life.invoice.id, false),
    noteNumber: numberOf(life.invoice.id, true),
  }));
}

function issueRow(
  life: Fated,
  number: number,
  seller: Seller,
  buyer: ReturnType<typeof buyerOf> | undefined,
  today: string,
) {
  const { invoice, dueInDays, index, credit } = life;
  const open = credit === undefined && paidOf(invoice.totalMinor, index, dueInDays) < invoice.totalMinor;
  const reminderLevel = open && dueInDays < -10 ? Math.min(3, 1 + Math.floor((-dueInDays - 10) / 14)) : 0;
  return {
    id: invoice.id,
    number,
    issued_at: invoice.createdAt,
    issued_on: invoice.createdAt.slice(0, 10),
    due_on: daysBefore(today, -dueInDays).slice(0, 10),
    payment_reference: paymentReference(number, buyer ? isFinnish(seller, buyer) : false),
    seller,
    buyer,
    sent_at: invoice.createdAt,
    reminder_level: reminderLevel,
    reminded_on: reminderLevel > 0 ? daysBefore(today, -dueInDays - 10 - (reminderLevel - 1) * 14).slice(0, 10) : null,
  };
}

function deliveriesOf(slug: string, issue: ReturnType<typeof issueRow>) {
  return Array.from({ length: issue.reminder_level + 1 }, (_, level) => ({
    id: fixedId('delivery', slug, issue.id, level),
    invoiceId: issue.id,
    reminderLevel: level,
    recipient: issue.buyer?.email ?? 'invoices@customer.example',
    createdAt: level === 0 ? issue.issued_at : daysBefore(issue.due_on, -10 - (level - 1) * 14),
  }));
}

function eventsOf(slug: string, { life, noteNumber }: Document, today: string) {
  const { invoice, index, credit, creditAge, paidAge, dueInDays } = life;
  const note = credit && aNote(slug, life, noteNumber, creditAge, today);
  const owedMinor = credit === 'paid' ? invoice.totalMinor : invoice.totalMinor - (note?.row.totalMinor ?? 0);
  const paidMinor = credit === 'all' ? 0 : paidOf(owedMinor, index, dueInDays);
  // Every ninth pays in two parts, the second later.
  const parts =
    paidMinor > 1 && index % 9 === 2 ? [Math.floor(paidMinor / 3), Math.ceil((paidMinor * 2) / 3)] : [paidMinor];
  // A credit of what is open comes before the money.
  const before = credit === 'paid' ? Number.POSITIVE_INFINITY : Math.max(0, creditAge - paidAge);
  const payments = parts
    .filter((amountMinor) => amountMinor > 0)
    .map((amountMinor, part, all) => {
      const at = daysBefore(today, paidAge + Math.min(before, (all.length - 1 - part) * 6));
      return {
        id: fixedId('payment', slug, index, part),
        invoiceId: invoice.id,
        amountMinor,
        paidOn: at.slice(0, 10),
        method: pick(['bank_transfer', 'bank_transfer', 'bank_transfer', 'card'], index),
        createdAt: at,
      };
    });
  const refundedOn = daysBefore(today, Math.max(0, creditAge - 2));
  // Every second waits for its money.
  const refund = note &&
    credit === 'paid' &&
    index % 2 === 0 && {
      id: fixedId('refund', slug, index),
      creditNoteId: note.row.id,
      amountMinor: note.row.refundableMinor,
      paidOn: refundedOn.slice(0, 10),
      method: 'bank_transfer',
      createdAt: refundedOn,
    };
  return { payments, note, refunds: refund ? [refund] : [] };
}

const REASONS = {
  all: 'Billed to the wrong company.',
  part: 'A rebate for the delay, as agreed.',
  paid: 'The work was called off.',
} as const;

function aNote(slug: string, { invoice, lines, credit, index }: Fated, number: number, age: number, today: string) {
  const { vat, totalMinor } = totalsOf(lines);
  const whole = lines.map((line) => ({ ...line, invoiceLineId: line.id }));
  const taken = credit === 'part' ? creditAmount(Math.floor(totalMinor / 5), vat, 'Rebate') : creditLines(whole, vat);
  const issuedAt = daysBefore(today, age);
  const id = fixedId('credit_note', slug, index);
  const { netMinor, vatMinor } = taken;
  return {
    row: {
      id,
      invoiceId: invoice.id,
      number,
      issuedAt,
      issuedOn: issuedAt.slice(0, 10),
      reason: REASONS[credit ?? 'all'],
      netMinor,
      vatMinor,
      totalMinor: taken.totalMinor,
      vat: JSON.stringify(taken.vat),
      refundableMinor: credit === 'paid' ? taken.totalMinor : 0,
    },
    lines: taken.lines.map((line, place) => ({
      id: fixedId('credit_note_line', slug, index, place),
      creditNoteId: id,
      invoiceLineId: line.invoiceLineId,
      position: place + 1,
      description: line.description,
      quantityThousandths: line.quantityThousandths,
      unit: line.unit,
      unitPriceMinor: line.unitPriceMinor,
      vatBasisPoints: line.vatBasisPoints,
      netMinor: lineNetMinor(line),
    })),
  };
}
