import type { JobContext } from '@countersign/contracts/define-job';
import type { Tx } from '@countersign/contracts/request-context';
import { settleByReference } from '../billing/index.ts';
import { companyProfile } from '../directory/index.ts';
import { requireDocumentBytes } from '../documents/index.ts';
import { readStatement } from './adapters/read-statement.ts';
import {
  fingerprintsOf,
  holdBillingWrite,
  holdQueuedImport,
  insertRow,
  isBillingWriteOn,
  knownFingerprints,
  noteImported,
} from './import-store.ts';

/**
 * Imports one statement, all of it or nothing: keeps every movement that no earlier file brought, and records money that came in for the
 * invoice it names. Does nothing for an import that is done. Whoever asked for it did so while billing write was on; once an admin's "off" was
 * answered, it records nothing any more.
 */
export async function importDocument(ctx: JobContext, tx: Tx, importId: string): Promise<void> {
  const waiting = await holdQueuedImport(tx, importId);
  if (!waiting) return;
  if (!(await isBillingWriteOn(tx))) return noteImported(ctx, tx, importId, { failure: 'switched_off' });
  if (waiting.documentId === null) return noteImported(ctx, tx, importId, { failure: 'unreadable' });
  const { contentType, bytes } = await requireDocumentBytes(tx, waiting.documentId);
  const { baseCurrency } = await companyProfile(ctx, tx);
  const statement = readStatement(contentType, bytes, baseCurrency);
  if ('failure' in statement) return noteImported(ctx, tx, importId, statement);
  const fingerprints = fingerprintsOf(statement.movements);
  const known = await knownFingerprints(tx, fingerprints);
  let knownRows = 0;
  for (const [index, movement] of statement.movements.entries()) {
    const fingerprint = fingerprints[index];
    if (!fingerprint) throw new Error('Every movement has a fingerprint');
    if (known.has(fingerprint.toString('hex'))) {
      knownRows++;
      continue;
    }
    const { amountMinor, currency, reference, bookedOn, counterparty } = movement;
    const note = counterparty ? `From a bank statement, paid by ${counterparty}` : 'From a bank statement';
    const money = { reference, amountMinor, currency, paidOn: bookedOn, note };
    const settlement =
      amountMinor > 0
        ? await settleByReference(ctx, tx, money, waiting.teamId)
        : ({ invoiceId: null, unmatched: 'outgoing' } as const);
    await insertRow(ctx, tx, importId, { movement, position: index + 1, fingerprint, settlement });
  }
  await noteImported(ctx, tx, importId, { account: statement.account, knownRows });
  // Taken back, and said of the import when the job is tried again.
  if (!(await holdBillingWrite(tx))) throw new Error('Billing write was turned off meanwhile');
}
