import type { JobContext } from '@countersign/contracts/define-job';
import type { Tx } from '@countersign/contracts/request-context';
import { bookedEntry, type Source } from './booked-store.ts';
import type { Entry, EntryLine } from './entry.ts';
import { postEntry } from './entry-store.ts';

/**
 * Takes an entry back by its mirror image, never by deletion: the same accounts, the other sides. Once for each event, which the unique key of
 * kind and id sees to. `lines` are booked instead of the mirror image when given. Does nothing for an event that moved nothing.
 */
export async function reverseEntry(
  ctx: JobContext,
  tx: Tx,
  {
    of,
    as,
    on,
    lines,
  }: { readonly of: Source; readonly as: Source; readonly on: string; readonly lines?: readonly EntryLine[] },
): Promise<void> {
  const booked = await bookedEntry(tx, of);
  if (!booked) return;
  const { documentCurrency, exchangeRateMillionths } = booked;
  const mirrored = booked.lines.map(({ account, debitMinor, creditMinor, vatBasisPoints }): EntryLine => {
    const side = debitMinor > 0 ? { creditMinor: debitMinor } : { debitMinor: creditMinor };
    return { account, ...side, ...(vatBasisPoints === null ? {} : { vatBasisPoints }) };
  });
  const entry: Entry = {
    on,
    description: `Taken back: ${booked.description}`,
    source: as,
    teamId: booked.teamId,
    currency: booked.currency,
    ...(documentCurrency === null || exchangeRateMillionths === null
      ? {}
      : { document: { currency: documentCurrency, exchangeRateMillionths } }),
    lines: lines ?? mirrored,
  };
  await postEntry(ctx, tx, entry);
}
