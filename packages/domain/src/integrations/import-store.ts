import { createHash } from 'node:crypto';
import type { JobContext } from '@countersign/contracts/define-job';
import type { Tx } from '@countersign/contracts/request-context';
import { oauthScopesOfSwitches, type Switches } from '@countersign/contracts/scopes';
import { holdSwitchesOfJob, switchesOfJob } from '@countersign/db/jobs/job-switches';
import { queries } from '@countersign/db/tenancy/in-org';
import { newId } from '@countersign/runtime/ids';
import type { Settlement } from '../billing/index.ts';
import type { Movement } from './adapters/statement.ts';
import type { ImportFailure } from './schemas.ts';

/** An import that waits, held until the transaction ends; undefined when there is nothing to do any more. */
export async function holdQueuedImport(tx: Tx, importId: string) {
  return queries(tx)
    .selectFrom('statementImport')
    .select(['id', 'documentId', 'teamId'])
    .where('id', '=', importId)
    .where('status', '=', 'queued')
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

/**
 * The same for the same movement in whatever file it comes again: the bank’s own name for it, or all that is said of it and, of several that
 * say the same, the how-manieth it is.
 */
export function fingerprintsOf(movements: readonly Movement[]): Buffer[] {
  const seen = new Map<string, number>();
  return movements.map(({ bankReference, bookedOn, amountMinor, currency, counterparty, reference, message }) => {
    const said = bankReference === null ? [currency, counterparty, reference, message] : [bankReference];
    const key = JSON.stringify([bookedOn, amountMinor, ...said]);
    const place = seen.get(key) ?? 0;
    seen.set(key, place + 1);
    return createHash('sha256')
      .update(JSON.stringify([key, place]))
      .digest();
  });
}

/** Which of these movements an earlier file brought. */
export async function knownFingerprints(tx: Tx, fingerprints: readonly Buffer[]): Promise<ReadonlySet<string>> {
  if (fingerprints.length === 0) return new Set();
  const rows = await queries(tx)
    .selectFrom('statementRow')
    .select('fingerprint')
    .where('fingerprint', 'in', fingerprints)
    .execute();
  return new Set(rows.map(({ fingerprint }) => fingerprint.toString('hex')));
}

export interface NewRow {
  readonly movement: Movement;
  readonly position: number;
  readonly fingerprint: Buffer;
  readonly settlement: Settlement | { readonly invoiceId: null; readonly unmatched: 'outgoing' };
}

export async function insertRow(ctx: JobContext, tx: Tx, importId: string, row: NewRow): Promise<void> {
  const { bankReference: _, ...movement } = row.movement;
  const { position, fingerprint, settlement } = row;
  await queries(tx)
    .insertInto('statementRow')
    .values({
      ...movement,
      ...settlement,
      organizationId: ctx.organization.id,
      id: newId(),
      importId,
      position,
      fingerprint,
    })
    .execute();
}

export async function noteImported(
  ctx: JobContext,
  tx: Tx,
  importId: string,
  outcome: { readonly failure: ImportFailure } | { readonly account: string | null; readonly knownRows: number },
): Promise<void> {
  await queries(tx)
    .updateTable('statementImport')
    .set({
      status: 'failure' in outcome ? 'failed' : 'imported',
      ...outcome,
      finishedAt: ctx.now.toISOString(),
    })
    .where('id', '=', importId)
    .execute();
}
