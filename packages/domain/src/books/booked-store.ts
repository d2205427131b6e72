import type { Tx } from '@countersign/contracts/request-context';
import { queries } from '@countersign/db/tenancy/in-org';
import type { AccountKey } from './chart.ts';
import type { SourceKind } from './entry.ts';

export interface Source {
  readonly kind: SourceKind;
  readonly id: string;
}

/** What an event was booked as; undefined when nothing was. */
export async function bookedEntry(tx: Tx, { kind, id }: Source) {
  const db = queries(tx);
  const entry = await db
    .selectFrom('journalEntry')
    .select(['id', 'teamId', 'bookedOn', 'description', 'currency', 'documentCurrency', 'exchangeRateMillionths'])
    .where('sourceKind', '=', kind)
    .where('sourceId', '=', id)
    .executeTakeFirst();
  if (!entry) return undefined;
  const lines = await db
    .selectFrom('journalLine')
    .select(['account', 'debitMinor', 'creditMinor', 'vatBasisPoints'])
    .where('entryId', '=', entry.id)
    .orderBy('position')
    .$narrowType<{ account: AccountKey }>()
    .execute();
  return { ...entry, lines };
}
