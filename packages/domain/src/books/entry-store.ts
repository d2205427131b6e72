import { AppError, notFound } from '@countersign/contracts/errors';
import type { RequestContext, Tx } from '@countersign/contracts/request-context';
import { queries } from '@countersign/db/tenancy/in-org';
import { newId } from '@countersign/runtime/ids';
import { companyProfile } from '../directory/index.ts';
import { refusedBy } from '../violated-constraint.ts';
import { type Entry, refuseImpossible, sidesOf } from './entry.ts';

const REFUSALS = {
  journal_entry_organization_id_team_id_fkey: () => notFound('team'),
  journal_entry_organization_id_source_kind_source_id_key: (cause: unknown) =>
    new AppError('conflict', 'This has been booked already. Read the record again to see its state.', { cause }),
};

/**
 * Books an event in the transaction of that event, so that the ledger knows exactly what happened. An entry without lines, of a
 * document that comes to nothing, is not booked. Throws `conflict` when it was booked before, or its VAT period was authorized. Does not check
 * that the source exists.
 */
export async function postEntry(
  ctx: Pick<RequestContext, 'organization' | 'now'>,
  tx: Tx,
  entry: Entry,
): Promise<void> {
  if (entry.lines.length === 0) return;
  refuseImpossible(entry);
  const { baseCurrency } = await companyProfile(ctx, tx);
  if (entry.currency !== baseCurrency) {
    throw new AppError('invalid_input', `The books are kept in ${baseCurrency}. Give the document an exchange rate.`, {
      fields: [{ path: 'exchangeRateMillionths', problem: 'missing' }],
    });
  }
  const { row, lines } = entryRows(ctx.organization.id, entry, newId, ctx.now.toISOString());
  const db = queries(tx);
  await refusedBy(db.insertInto('journalEntry').values(row).execute(), REFUSALS);
  await refusedBy(db.insertInto('journalLine').values(lines).execute(), {
    authorized_period_stays: (cause) => authorizedPeriod(entry.on, cause),
  });
}

function authorizedPeriod(on: string, cause: unknown): AppError {
  return new AppError(
    'conflict',
    `The VAT period of ${on} was authorized, so nothing with VAT is booked into it. Give a day in a period that get_filings does not call authorized, and tell the document’s own date in its note; or ask an admin to take the authorization back with set_filing_authorization.`,
    { cause },
  );
}

/** The rows of an entry, for `postEntry` and for the seed, which posts a year at once. `idFor` gives the entry's id first, then its lines'. */
export function entryRows(organizationId: string, entry: Entry, idFor: () => string, createdAt: string) {
  const id = idFor();
  const { on, source, document, lines, currency, description, teamId } = entry;
  return {
    row: {
      organizationId,
      id,
      teamId,
      bookedOn: on,
      description,
      sourceKind: source.kind,
      sourceId: source.id,
      currency,
      documentCurrency: document?.currency ?? null,
      exchangeRateMillionths: document?.exchangeRateMillionths ?? null,
      lineCount: lines.length,
      totalMinor: sidesOf(lines).debitMinor,
      createdAt,
    },
    lines: lines.map(({ account, debitMinor = 0, creditMinor = 0, vatBasisPoints = null }, index) => ({
      organizationId,
      id: idFor(),
      entryId: id,
      position: index + 1,
      account,
      debitMinor,
      creditMinor,
      vatBasisPoints,
    })),
  };
}
