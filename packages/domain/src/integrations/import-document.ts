import type { JobContext } from '@countersign/contracts/define-job';
import type { Tx } from '@countersign/contracts/request-context';
import { settleByReference } from '../billing/index.ts';
import { companyProfile, organizationToday } from '../directory/index.ts';
import { requireDocumentBytes } from '../documents/index.ts';
import { readStatement } from './adapters/read-statement.ts';
import type { Movement } from './adapters/statement.ts';
import {
  holdBillingWrite,
  holdQueuedImport,
  ignoreRow,
  insertRow,
  isBillingWriteOn,
  isOurAccount,
  keptRows,
  noteFailed,
  noteImported,
  noteUnmatched,
  waitForOtherImports,
} from './import-store.ts';
import { type Acquaintance, acquaintances } from './known-movements.ts';
import { bookPart } from './reconcile/book-part.ts';
import { meetPaidExpense } from './reconcile/meet-expense-store.ts';
import { insertPart, refreshState } from './reconcile/part-store.ts';
import type { Unmatched } from './schemas.ts';

/**
 * Imports one statement, all of it or nothing: keeps every movement that no earlier file brought, and settles what has one reading by the
 * rows of docs/bank-files.md. Does nothing for an import that is done. Whoever asked for it did so while billing write was on; once an admin's
 * "off" was answered, it records nothing any more.
 */
export async function importDocument(ctx: JobContext, tx: Tx, importId: string): Promise<void> {
  const waiting = await holdQueuedImport(tx, importId);
  if (!waiting) return;
  if (!(await isBillingWriteOn(tx))) return noteFailed(ctx, tx, importId, { failure: 'switched_off' });
  if (waiting.documentId === null) return noteFailed(ctx, tx, importId, { failure: 'unreadable' });
  await waitForOtherImports(ctx, tx);
  const { contentType, bytes } = await requireDocumentBytes(tx, waiting.documentId);
  const { baseCurrency, iban } = await companyProfile(ctx, tx);
  const statement = readStatement(contentType, bytes, baseCurrency, waiting.reading);
  if ('failure' in statement) return noteFailed(ctx, tx, importId, statement);
  const today = await organizationToday(ctx, tx);
  const movements = statement.movements.filter(({ bookedOn }) => bookedOn <= today);
  const known = acquaintances(movements, await keptRows(tx, movements), statement.format);
  const accounts = new Map<string, boolean | undefined>();
  let knownRows = 0;
  for (const [index, movement] of movements.entries()) {
    const { account } = movement;
    if (account !== null && !accounts.has(account)) accounts.set(account, await isOurAccount(tx, account, iban));
    const isOurs = account === null ? true : accounts.get(account);
    const of = known[index] ?? { is: 'new' };
    if (of.is === 'known') {
      const isAnswered = of.row.unmatched === 'unknown_account' && of.row.state === 'open' && isOurs;
      if (isAnswered) await settleRow(ctx, tx, of.row.id, movement, waiting.teamId);
      else if (of.row.importId !== importId) knownRows++;
      continue;
    }
    if (of.is === 'part' && of.of.state === 'open') await ignoreRow(tx, of.of.id, 'Its parts came in another file.');
    const unmatched = whyNot(movement, of, isOurs);
    const ignoredReason = isOurs === false ? 'It was on an account that is not the company’s.' : null;
    const row = { movement, position: index + 1, unmatched, ignoredReason };
    const rowId = await insertRow(ctx, tx, importId, row);
    if (unmatched === null && ignoredReason === null) await settleRow(ctx, tx, rowId, movement, waiting.teamId);
  }
  const counts = { knownRows, futureRows: statement.movements.length - movements.length };
  await noteImported(ctx, tx, importId, statement, counts);
  // Taken back, and said of the import when the job is tried again.
  if (!(await holdBillingWrite(tx))) throw new Error('Billing write was turned off meanwhile');
}

/** Why a movement is not even tried; null for one that is. */
function whyNot(movement: Movement, of: Acquaintance, isOurs: boolean | undefined): Unmatched | null {
  if (isOurs === undefined) return 'unknown_account';
  if (of.is === 'perhaps') return 'perhaps_known';
  return movement.oddity;
}

/** Settles a kept row as far as it goes by itself, and says why not otherwise. */
async function settleRow(
  ctx: JobContext,
  tx: Tx,
  rowId: string,
  movement: Movement,
  teamId: string | null,
): Promise<void> {
  const { amountMinor, bookedOn, counterparty, oddity } = movement;
  if (oddity !== null) return noteUnmatched(tx, rowId, oddity);
  if (amountMinor < 0) {
    if (!(await meetPaidExpense(ctx, tx, rowId, movement))) await noteUnmatched(tx, rowId, 'outgoing');
    return;
  }
  const note = counterparty ? `From a bank statement, paid by ${counterparty}` : 'From a bank statement';
  const settlement = await settleByReference(ctx, tx, { ...movement, paidOn: bookedOn, note }, teamId);
  if (settlement.unmatched !== null) return noteUnmatched(tx, rowId, settlement.unmatched);
  for (const { paymentId, amountMinor: partMinor, wasRecorded } of settlement.parts) {
    const partNote = settlement.fromText ? 'Its reference was found in the text.' : null;
    await insertPart(ctx, tx, rowId, {
      kind: 'invoice',
      amountMinor: partMinor,
      paymentId,
      isBooked: !wasRecorded,
      note: partNote,
    });
  }
  if (settlement.chargesMinor > 0) {
    await bookPart(
      ctx,
      tx,
      { rowId, bookedOn, teamId, currency: movement.currency },
      {
        kind: 'account',
        account: 'bank_fees',
        amountMinor: -settlement.chargesMinor,
        note: 'Kept by a bank of what was paid.',
      },
    );
  }
  await refreshState(tx, rowId);
}
