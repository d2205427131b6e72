import type { JobContext } from '@countersign/contracts/define-job';
import type { Tx } from '@countersign/contracts/request-context';
import { openMinorOf } from '../rules.ts';
import { recordPayment } from './record-payment.ts';
import { findByReferences, findHandMadePayment, type ReferencedInvoice } from './reference-store.ts';
import { formsOfReference, referencesIn } from './references-in.ts';

/** Money that came in, as a bank tells of it. */
export interface ReceivedMoney {
  /** What the payer named in fields of their own, and how much of it is for each, when that is said. */
  readonly remitted: readonly { readonly reference: string; readonly amountMinor: number | null }[];
  readonly message: string | null;
  readonly amountMinor: number;
  readonly currency: string;
  readonly paidOn: string;
  /** What the payer ordered and banks kept of it, told by the file and together what came in. */
  readonly ordered: { readonly amountMinor: number; readonly chargesMinor: number } | null;
  readonly note: string;
}

/** Why money that came in settles nothing by itself. */
export const UNSETTLED = [
  'no_reference',
  'no_invoice',
  'other_currency',
  'more_than_open',
  'before_invoice',
  'several_invoices',
  'reference_in_text',
  'perhaps_recorded',
] as const;
export type Unsettled = (typeof UNSETTLED)[number];

/** A payment it made, or one made by hand that it turned out to be. */
export interface Settled {
  readonly invoiceId: string;
  readonly paymentId: string;
  readonly amountMinor: number;
  readonly wasRecorded: boolean;
}

export type Settlement =
  | {
      readonly unmatched: null;
      readonly parts: readonly Settled[];
      readonly chargesMinor: number;
      readonly fromText: boolean;
    }
  | { readonly unmatched: Unsettled; readonly parts?: undefined };

/** A payment recorded by hand and its movement are seldom further apart: a weekend, a holiday and a bank's day. */
const HAND_MADE_DAYS = 10;

/**
 * Records money for the issued invoices whose payment references it names, when there is one reading of it; says why not otherwise. The rows of
 * docs/bank-files.md, in their order. `teamId` narrows to one team's invoices.
 */
export async function settleByReference(
  ctx: JobContext,
  tx: Tx,
  money: ReceivedMoney,
  teamId: string | null,
): Promise<Settlement> {
  const named = money.remitted.map(({ reference }) => reference);
  const invoices = await findByReferences(tx, named, teamId);
  if (named.length === 0) return settleByText(ctx, tx, money, teamId);
  if (invoices.length === 0) return { unmatched: 'no_invoice' };
  const problem = invoices.map((invoice) => problemOf(invoice, money)).find((why) => why !== null);
  if (problem) return { unmatched: problem };
  const [invoice] = invoices;
  const distinct = new Set(named.map((reference) => formsOfReference(reference).at(-1)));
  if (distinct.size > 1 || !invoice) return settleSeveral(ctx, tx, money, invoices);
  return settleOne(ctx, tx, money, invoice, false);
}

async function settleOne(
  ctx: JobContext,
  tx: Tx,
  money: ReceivedMoney,
  invoice: ReferencedInvoice,
  fromText: boolean,
): Promise<Settlement> {
  const { amountMinor, ordered, paidOn, note } = money;
  const open = openMinorOf(invoice);
  const known = await findHandMadePayment(tx, invoice.id, { amountMinor, on: paidOn, days: HAND_MADE_DAYS });
  if (known && (known.apart === 0 || amountMinor > open)) {
    const part = { invoiceId: invoice.id, paymentId: known.id, amountMinor, wasRecorded: true };
    return { unmatched: null, parts: [part], chargesMinor: 0, fromText };
  }
  // It may be the same money, and there is room for both.
  if (known) return { unmatched: 'perhaps_recorded' };
  const charges = ordered?.amountMinor === open ? ordered.chargesMinor : 0;
  const settled = amountMinor + charges;
  if (settled > open) return { unmatched: 'more_than_open' };
  if (fromText && settled !== open) return { unmatched: 'reference_in_text' };
  const payment = { amountMinor: settled, paidOn, method: 'bank_transfer' as const, note };
  const paymentId = await recordPayment(ctx, tx, invoice.id, payment);
  const part = { invoiceId: invoice.id, paymentId, amountMinor: settled, wasRecorded: false };
  return { unmatched: null, parts: [part], chargesMinor: charges, fromText };
}

/** One payment of several invoices: only when all are ours and the file says how much is for each, to the last minor unit. */
async function settleSeveral(
  ctx: JobContext,
  tx: Tx,
  money: ReceivedMoney,
  invoices: readonly ReferencedInvoice[],
): Promise<Settlement> {
  const shares = new Map<ReferencedInvoice, number>();
  for (const { reference, amountMinor } of money.remitted) {
    const forms = formsOfReference(reference);
    const invoice = invoices.find(({ paymentReference }) => forms.includes(paymentReference ?? ''));
    if (!invoice || amountMinor === null) return { unmatched: 'several_invoices' };
    shares.set(invoice, (shares.get(invoice) ?? 0) + amountMinor);
  }
  const sum = [...shares.values()].reduce((all, share) => all + share, 0);
  if (sum !== money.amountMinor || [...shares.values()].some((share) => share <= 0))
    return { unmatched: 'several_invoices' };
  if ([...shares].some(([invoice, share]) => share > openMinorOf(invoice))) return { unmatched: 'more_than_open' };
  const parts: Settled[] = [];
  for (const [invoice, amountMinor] of shares) {
    const payment = { amountMinor, paidOn: money.paidOn, method: 'bank_transfer' as const, note: money.note };
    const paymentId = await recordPayment(ctx, tx, invoice.id, payment);
    parts.push({ invoiceId: invoice.id, paymentId, amountMinor, wasRecorded: false });
  }
  return { unmatched: null, parts, chargesMinor: 0, fromText: false };
}

/** A reference within a text is weaker than one in its field: it has to be the only one of ours, and the amount all that is open. */
async function settleByText(ctx: JobContext, tx: Tx, money: ReceivedMoney, teamId: string | null): Promise<Settlement> {
  const invoices = await findByReferences(tx, referencesIn(money.message ?? ''), teamId);
  const [invoice] = invoices;
  if (!invoice) return { unmatched: 'no_reference' };
  if (invoices.length > 1) return { unmatched: 'several_invoices' };
  const problem = problemOf(invoice, money);
  return problem ? { unmatched: problem } : settleOne(ctx, tx, money, invoice, true);
}

function problemOf(invoice: ReferencedInvoice, { currency, paidOn }: ReceivedMoney): Unsettled | null {
  if (invoice.currency !== currency) return 'other_currency';
  return invoice.issuedOn === null || paidOn < invoice.issuedOn ? 'before_invoice' : null;
}
