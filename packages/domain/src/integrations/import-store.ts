import type { JobContext } from '@countersign/contracts/define-job';
import type { Tx } from '@countersign/contracts/request-context';
import { oauthScopesOfSwitches, type Switches } from '@countersign/contracts/scopes';
import { holdSwitchesOfJob, switchesOfJob } from '@countersign/db/jobs/job-switches';
import { queries } from '@countersign/db/tenancy/in-org';
import { newId } from '@countersign/runtime/ids';
import { sql } from 'kysely';
import type { Movement, Reading, Statement } from './adapters/statement.ts';
import type { KeptRow } from './known-movements.ts';
import { BAD_ROWS_SHOWN, type ImportFailure, type Unmatched } from './schemas.ts';

/** An import that waits, held until the transaction ends; undefined when there is nothing to do any more. */
export async function holdQueuedImport(tx: Tx, importId: string) {
  return queries(tx)
    .selectFrom('statementImport')
    .select(['id', 'documentId', 'teamId', 'reading'])
    .where('id', '=', importId)
    .where('status', '=', 'queued')
    .$narrowType<{ reading: Reading }>()
    .forUpdate()
    .executeTakeFirst();
}

function letBillingWrite(switches: Switches): boolean {
  return oauthScopesOfSwitches(switches).includes('mcp:write:billing');
}

/** Whether payments may be recorded at this moment. */
export async function isBillingWriteOn(tx: Tx): Promise<boolean> {
  return letBillingWrite(await switchesOfJob(tx));
}

/** The same as the last question of the transaction: it stays so until the commit. */
export async function holdBillingWrite(tx: Tx): Promise<boolean> {
  return letBillingWrite(await holdSwitchesOfJob(tx));
}

/** One import of an organization after another: two at once would not know each other's movements. */
export async function waitForOtherImports(ctx: JobContext, tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`statements of ${ctx.organization.id}`}, 0))`.execute(
    queries(tx),
  );
}

/** The rows of earlier imports, and of an earlier turn of this one, that could be among these movements. */
export async function keptRows(tx: Tx, movements: readonly Movement[]): Promise<KeptRow[]> {
  if (movements.length === 0) return [];
  const days = movements.map(({ bookedOn }) => bookedOn).sort();
  const amounts = [
    ...new Set(movements.flatMap(({ amountMinor, batch }) => [amountMinor, batch?.amountMinor ?? amountMinor])),
  ];
  return queries(tx)
    .selectFrom('statementRow')
    .innerJoin('statementImport', (join) =>
      join
        .onRef('statementImport.organizationId', '=', 'statementRow.organizationId')
        .onRef('statementImport.id', '=', 'statementRow.importId'),
    )
    .select([
      'statementRow.id',
      'importId',
      sql<string | null>`coalesce(statement_row.account, statement_import.account)`.as('account'),
      'bookedOn',
      'amountMinor',
      'currency',
      'counterparty',
      'reference',
      'message',
      'bankReference',
      'endToEndId',
      'batchReference',
      'batchMinor',
      'format',
      'state',
      'unmatched',
    ])
    .where('bookedOn', '>=', days[0] ?? '')
    .where('bookedOn', '<=', days.at(-1) ?? '')
    .where((eb) =>
      eb.or([
        sql<boolean>`amount_minor = any(${amounts}::bigint[])`,
        sql<boolean>`batch_minor = any(${amounts}::bigint[])`,
      ]),
    )
    .orderBy('bookedOn')
    .orderBy('position')
    .orderBy('statementRow.id')
    .execute();
}

export interface NewRow {
  readonly movement: Movement;
  readonly position: number;
  readonly unmatched: Unmatched | null;
  readonly ignoredReason: string | null;
}

/** Adds a movement, open until parts settle it. */
export async function insertRow(ctx: JobContext, tx: Tx, importId: string, row: NewRow): Promise<string> {
  const { movement, position, unmatched, ignoredReason } = row;
  const { account, bookedOn, amountMinor, currency, counterparty, message, bankReference, endToEndId, batch } =
    movement;
  const id = newId();
  await queries(tx)
    .insertInto('statementRow')
    .values({
      organizationId: ctx.organization.id,
      id,
      importId,
      position,
      account,
      bookedOn,
      amountMinor,
      currency,
      counterparty,
      reference: movement.remitted[0]?.reference ?? null,
      message,
      bankReference,
      endToEndId,
      batchReference: batch?.reference ?? null,
      batchMinor: batch?.amountMinor ?? null,
      state: ignoredReason === null ? 'open' : 'ignored',
      ignoredReason,
      unmatched,
    })
    .execute();
  return id;
}

/** A row that its parts took the place of, or that is none of the company's. */
export async function ignoreRow(tx: Tx, rowId: string, reason: string): Promise<void> {
  await queries(tx)
    .updateTable('statementRow')
    .set({ state: 'ignored', ignoredReason: reason })
    .where('id', '=', rowId)
    .execute();
}

export async function noteUnmatched(tx: Tx, rowId: string, unmatched: Unmatched): Promise<void> {
  await queries(tx).updateTable('statementRow').set({ unmatched }).where('id', '=', rowId).execute();
}

/** Whether an account is the company's: the one of its details, or one somebody was asked about; undefined when nobody was. */
export async function isOurAccount(tx: Tx, account: string, iban: string | null): Promise<boolean | undefined> {
  if (account === iban) return true;
  const asked = await queries(tx)
    .selectFrom('bankAccount')
    .select('isOurs')
    .where('iban', '=', account)
    .executeTakeFirst();
  return asked?.isOurs;
}

export async function noteFailed(
  ctx: JobContext,
  tx: Tx,
  importId: string,
  { failure, detail }: { readonly failure: ImportFailure; readonly detail?: string },
): Promise<void> {
  await queries(tx)
    .updateTable('statementImport')
    .set({ status: 'failed', failure, failureDetail: detail ?? null, finishedAt: ctx.now.toISOString() })
    .where('id', '=', importId)
    .execute();
}

export async function noteImported(
  ctx: JobContext,
  tx: Tx,
  importId: string,
  { format, account, badRows, pendingRows, closing }: Statement,
  { knownRows, futureRows }: { readonly knownRows: number; readonly futureRows: number },
): Promise<void> {
  await queries(tx)
    .updateTable('statementImport')
    .set({
      status: 'imported',
      failure: null,
      failureDetail: null,
      format,
      account,
      knownRows,
      futureRows,
      pendingRows,
      badRows: JSON.stringify(badRows.slice(0, BAD_ROWS_SHOWN)),
      badRowCount: badRows.length,
      closingOn: closing?.on ?? null,
      closingMinor: closing?.amountMinor ?? null,
      closingCurrency: closing?.currency ?? null,
      finishedAt: ctx.now.toISOString(),
    })
    .where('id', '=', importId)
    .execute();
}
