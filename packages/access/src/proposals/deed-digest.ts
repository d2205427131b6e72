import { createHash } from 'node:crypto';
import type { DeedChange } from '@countersign/contracts/oversight/deed';
import { canonicalJson } from '../calls/canonical-json.ts';

/** A moment this near the clock was taken from it, so the same call takes another one later. */
const NOW_WITHIN_MS = 120_000;
const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d/;

/**
 * A digest of what a call does, by which a signer's “this” is known again: the same for the same effect tried twice. Ids of what it makes,
 * moments of the clock and values that are given when it happens (`given`, by kind) are left out; everything else counts, a day too.
 */
export function deedDigest(
  changes: readonly DeedChange[],
  given: ReadonlyMap<string, readonly string[]>,
  now: Date,
): string {
  const made = new Map<string, string>();
  for (const { record, part, happened } of changes) {
    const id = part ? part.id : record.id;
    if (happened === 'created' && id !== null && !made.has(id)) made.set(id, `made ${made.size}`);
  }
  const plain = (value: unknown): unknown => {
    if (typeof value === 'string') {
      if (MOMENT.test(value) && Math.abs(Date.parse(value) - now.getTime()) < NOW_WITHIN_MS) return 'now';
      return made.get(value) ?? value;
    }
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map(plain);
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, plain(member)]));
  };
  const seen = changes.map(({ record, part, happened, fields, amount, versionBefore }) => {
    const unknown = new Set(given.get(part?.kind ?? record.kind));
    const told = Object.entries(fields).filter(([name, { before }]) => !(unknown.has(name) && before === null));
    return plain({
      kind: record.kind,
      id: record.id,
      part: part && { ...part },
      happened,
      fields: Object.fromEntries(told),
      amount,
      versionBefore,
    });
  });
  return createHash('sha256').update(canonicalJson(seen)).digest('base64url');
}
