import { minorDigitsOf } from '@countersign/contracts/currencies';
import type { Deed, DeedChange } from '@countersign/contracts/oversight/deed';
import { deedInWords, summaryOf } from '@countersign/contracts/oversight/deed-in-words';

type ToldOf = Pick<Deed, 'changes' | 'moreChanges'> & { readonly actor: Pick<Deed['actor'], 'effect'> };

/** A deed as an assistant is told of it: one sentence, and each change by record and field. */
export function toldDeed(deed: ToldOf | undefined, did: string | undefined) {
  if (!deed) return { summary: 'Changes nothing', changes: [] };
  return {
    summary: deedInWords(summaryOf(deed, did), plainMoney),
    changes: deed.changes.map(toldChange),
    ...(deed.moreChanges > 0 && { moreChanges: deed.moreChanges }),
  };
}

function toldChange({ record, part, happened, fields }: DeedChange) {
  return {
    record: { kind: record.kind, id: record.id, ...(record.label !== null && { label: record.label }) },
    ...(part && { part: part.kind }),
    happened,
    fields: Object.fromEntries(
      Object.entries(fields).map(([name, { before, after }]) => [
        name,
        happened === 'created' ? { after } : happened === 'removed' ? { before } : { before, after },
      ]),
    ),
  };
}

/** `1250.50 EUR`, read alike everywhere. */
function plainMoney({ minor, currency }: { readonly minor: number; readonly currency: string }): string {
  const digits = minorDigitsOf(currency);
  return `${(minor / 10 ** digits).toFixed(digits)} ${currency}`;
}
