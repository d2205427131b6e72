import { formsOfReference } from '../billing/index.ts';
import type { Movement, Statement } from './adapters/statement.ts';

/** A movement that an earlier file brought. */
export interface KeptRow {
  readonly id: string;
  readonly importId: string;
  readonly account: string | null;
  readonly bookedOn: string;
  readonly amountMinor: number;
  readonly currency: string;
  readonly counterparty: string | null;
  readonly reference: string | null;
  readonly message: string | null;
  readonly bankReference: string | null;
  readonly endToEndId: string | null;
  readonly batchReference: string | null;
  readonly batchMinor: number | null;
  readonly format: string | null;
  readonly state: string;
  readonly unmatched: string | null;
}

export type Acquaintance =
  | { readonly is: 'new' }
  /** The same movement. */
  | { readonly is: 'known'; readonly row: KeptRow }
  /** Day, amount and account fit, and nothing says whether it is the same: somebody has to look. */
  | { readonly is: 'perhaps'; readonly row: KeptRow }
  /** A part of a batch that came as one row, which nobody has dealt with: the parts take its place. */
  | { readonly is: 'part'; readonly of: KeptRow };

/**
 * Which movements of a file an earlier one brought already, whatever its format. Two are the same on one account, of one day, amount and
 * currency, when the bank or the payer names them the same, or what both say of them agrees; of several that are alike, the how-manieth
 * decides. Banks give one reference to many movements, so the day and amount are always part of it. Movements of one file are all different.
 */
export function acquaintances(
  movements: readonly Movement[],
  kept: readonly KeptRow[],
  format: Statement['format'],
): Acquaintance[] {
  const byKey = new Map<string, KeptRow[]>();
  for (const row of kept) pushTo(byKey, keyOf(row), row);
  const taken = new Set<string>();
  const isFree = (row: KeptRow) => !taken.has(row.id);
  const answers: (Acquaintance | undefined)[] = movements.map(() => undefined);
  // What is named the same first, so that a weaker likeness does not take it away.
  for (const strength of [3, 2, 1] as const) {
    for (const [index, movement] of movements.entries()) {
      if (answers[index]) continue;
      const row = byKey
        .get(keyOf(movement))
        ?.find((one) => isFree(one) && likeness(movement, one, format) === strength);
      if (!row) continue;
      taken.add(row.id);
      answers[index] = strength === 1 ? { is: 'perhaps', row } : { is: 'known', row };
    }
  }
  const batches = new Map(
    kept.flatMap((row) =>
      row.batchReference === null ? [] : [[batchKey(row.bookedOn, row.batchReference, row.batchMinor), row] as const],
    ),
  );
  return movements.map((movement, index) => {
    const answer = answers[index];
    if (answer && answer.is !== 'perhaps') return answer;
    const { batch, bookedOn, bankReference, amountMinor } = movement;
    if (batch?.reference) {
      const whole = kept.find(
        (row) =>
          row.bookedOn === bookedOn &&
          row.bankReference === batch.reference &&
          row.amountMinor === batch.amountMinor &&
          row.batchReference === null &&
          isOneAccount(row, movement),
      );
      if (whole) return whole.state === 'open' ? { is: 'part', of: whole } : { is: 'known', row: whole };
    }
    const parts = bankReference && batches.get(batchKey(bookedOn, bankReference, amountMinor));
    if (parts && isOneAccount(parts, movement)) return { is: 'known', row: parts };
    return answer ?? { is: 'new' };
  });
}

/** 3: named the same; 2: all that both say agrees, and it is something; 1: nothing contradicts, and nothing tells; 0: another movement. */
function likeness(movement: Movement, row: KeptRow, format: Statement['format']): 0 | 1 | 2 | 3 {
  if (!isOneAccount(row, movement)) return 0;
  const isOneFormat = row.format === format;
  const names = compare(movement.bankReference, row.bankReference);
  // A bank may name a movement differently in its two formats, and never in one.
  if (names === 'differ' && isOneFormat) return 0;
  const said = [
    compare(movement.endToEndId, row.endToEndId),
    compareReferences(
      movement.remitted.map(({ reference }) => reference),
      row.reference,
    ),
    comparePeople(movement.counterparty, row.counterparty),
    ...(isOneFormat ? [compare(movement.message, row.message)] : []),
  ];
  if (said.includes('differ')) return 0;
  if (names === 'agree') return 3;
  if (said.includes('agree')) return 2;
  // Two files of one format and neither says anything: overlapping periods of one list.
  return isOneFormat && said.every((one) => one === 'silent') ? 2 : 1;
}

type Comparison = 'agree' | 'differ' | 'silent' | 'one-sided';

function compare(one: string | null, other: string | null): Comparison {
  if (one === null && other === null) return 'silent';
  if (one === null || other === null) return 'one-sided';
  return folded(one) === folded(other) ? 'agree' : 'differ';
}

function compareReferences(said: readonly string[], other: string | null): Comparison {
  if (said.length === 0 || other === null) return said.length === 0 && other === null ? 'silent' : 'one-sided';
  const forms = new Set(said.flatMap(formsOfReference));
  return formsOfReference(other).some((form) => forms.has(form)) ? 'agree' : 'differ';
}

/** Formats cut names at different lengths, so one that begins the other agrees. */
function comparePeople(one: string | null, other: string | null): Comparison {
  const plain = compare(one, other);
  if (plain !== 'differ' || one === null || other === null) return plain;
  const [left, right] = [folded(one), folded(other)];
  return Math.min(left.length, right.length) >= 5 && (left.startsWith(right) || right.startsWith(left))
    ? 'agree'
    : 'differ';
}

function folded(text: string): string {
  return text
    .normalize('NFKD')
    .replaceAll(/[^\p{L}\p{N}]/gu, '')
    .toLowerCase();
}

function isOneAccount(row: KeptRow, { account }: Movement): boolean {
  return row.account === null || account === null || row.account === account;
}

function keyOf({ bookedOn, amountMinor, currency }: Pick<KeptRow, 'bookedOn' | 'amountMinor' | 'currency'>): string {
  return `${bookedOn} ${amountMinor} ${currency}`;
}

function batchKey(bookedOn: string, reference: string, amountMinor: number | null): string {
  return JSON.stringify([bookedOn, reference, amountMinor]);
}

function pushTo<Key, Value>(map: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
