import type { JobContext } from '@countersign/contracts/define-job';
import { AppError, notFound } from '@countersign/contracts/errors';
import type { Tx } from '@countersign/contracts/request-context';
import { queries } from '@countersign/db/tenancy/in-org';
import { newId } from '@countersign/runtime/ids';
import { sql } from 'kysely';
import type { AccountKey } from '../../books/index.ts';

export const PART_KINDS = [
  'invoice',
  'payment_back',
  'refund',
  'expense',
  'expense_back',
  'account',
  'customer_credit',
  'credit_back',
] as const;
export type PartKind = (typeof PART_KINDS)[number];

export interface NewPart {
  readonly kind: PartKind;
  /** With the sign of the money. */
  readonly amountMinor: number;
  readonly paymentId?: string | undefined;
  readonly refundId?: string | undefined;
  readonly expenseId?: string | undefined;
  readonly settlesMinor?: number | undefined;
  readonly account?: AccountKey | undefined;
  readonly customerId?: string | undefined;
  readonly creditPartId?: string | undefined;
  readonly note?: string | null | undefined;
  /** Whether it moved the books: not when it met what somebody had recorded. */
  readonly isBooked: boolean;
}

/** Adds a part to a movement; does not check that it fits. */
export async function insertPart(ctx: JobContext, tx: Tx, rowId: string, part: NewPart): Promise<string> {
  const id = newId();
  await queries(tx)
    .insertInto('statementPart')
    .values({ ...part, organizationId: ctx.organization.id, id, rowId, createdAt: ctx.now.toISOString() })
    .execute();
  return id;
}

export async function undoPart(ctx: JobContext, tx: Tx, partId: string, reason: string): Promise<void> {
  await queries(tx)
    .updateTable('statementPart')
    .set({ undoneAt: ctx.now.toISOString(), undoneReason: reason })
    .where('id', '=', partId)
    .execute();
}

/** The parts of a movement that stand, in their order. */
export function partsOf(tx: Tx, rowId: string) {
  return queries(tx)
    .selectFrom('statementPart')
    .leftJoin('payment', (join) =>
      join
        .onRef('payment.organizationId', '=', 'statementPart.organizationId')
        .onRef('payment.id', '=', 'statementPart.paymentId'),
    )
    .select([
      'statementPart.id',
      'kind',
      'statementPart.amountMinor',
      'paymentId',
      'payment.invoiceId',
      'refundId',
      'expenseId',
      'settlesMinor',
      'account',
      'customerId',
      'statementPart.creditPartId',
      'isBooked',
    ])
    .where('rowId', '=', rowId)
    .where('undoneAt', 'is', null)
    .orderBy('statementPart.createdAt')
    .orderBy('statementPart.id')
    .$narrowType<{ kind: PartKind; account: AccountKey | null }>()
    .execute();
}
export type Part = Awaited<ReturnType<typeof partsOf>>[number];

/** A movement, held until the transaction ends. Throws `not_found`. */
export async function lockRow(tx: Tx, id: string) {
  const row = await queries(tx)
    .selectFrom('statementRow')
    .innerJoin('statementImport', (join) =>
      join
        .onRef('statementImport.organizationId', '=', 'statementRow.organizationId')
        .onRef('statementImport.id', '=', 'statementRow.importId'),
    )
    .select([
      'statementRow.id',
      'bookedOn',
      'amountMinor',
      'currency',
      'counterparty',
      'state',
      'unmatched',
      'statementImport.teamId',
      sql<string | null>`coalesce(statement_row.account, statement_import.account)`.as('account'),
    ])
    .where('statementRow.id', '=', id)
    .forUpdate('statementRow')
    .executeTakeFirst();
  if (!row) throw notFound('movement');
  return row;
}
export type LockedRow = Awaited<ReturnType<typeof lockRow>>;

const SETTLING: ReadonlySet<PartKind> = new Set([
  'invoice',
  'payment_back',
  'refund',
  'customer_credit',
  'credit_back',
]);

/** Writes the state that the parts of a movement come to. Throws `conflict` when they come to more than it. */
export async function refreshState(tx: Tx, rowId: string): Promise<void> {
  const row = await lockRow(tx, rowId);
  const parts = await partsOf(tx, rowId);
  const leftMinor = row.amountMinor - parts.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  if (leftMinor !== 0 && Math.sign(leftMinor) !== Math.sign(row.amountMinor)) {
    throw new AppError(
      'conflict',
      'The parts come to more than the movement. Say less, or book what is too much: of money that came in, as a credit of the customer.',
      { movementMinor: row.amountMinor, tooMuchMinor: Math.abs(leftMinor) },
    );
  }
  const kinds = parts.map(({ kind }) => kind);
  const done = kinds.some((kind) => SETTLING.has(kind))
    ? 'settled'
    : kinds.some((kind) => kind !== 'account')
      ? 'matched'
      : 'booked';
  const invoices = new Set(
    parts.flatMap(({ invoiceId, kind }) => (kind === 'invoice' && invoiceId ? [invoiceId] : [])),
  );
  await queries(tx)
    .updateTable('statementRow')
    .set({
      state: leftMinor === 0 ? done : 'open',
      ignoredReason: null,
      invoiceId: invoices.size === 1 && leftMinor === 0 ? ([...invoices][0] ?? null) : null,
      unmatched: leftMinor === 0 ? null : row.unmatched,
    })
    .where('id', '=', rowId)
    .execute();
}
