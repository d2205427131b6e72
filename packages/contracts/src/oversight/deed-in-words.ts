import { EFFECTS, type Effect } from '../define-tool.ts';
import type { Deed, DeedChange, DeedRecord } from './deed.ts';

/** A deed as one sentence's parts, so that whoever shows it can link the record and write the amount in the reader's way. */
export interface DeedSummary {
  /** “Issued”, “Marked as paid”, or what the tool says itself. */
  readonly verb: string;
  /** The kind in words, in the singular. */
  readonly noun: string;
  /** What it was about; null when it was about several records. */
  readonly record: DeedRecord | null;
  /** How many records of that kind, this one included. */
  readonly count: number;
  readonly amount: DeedChange['amount'];
  readonly counterpart: DeedRecord | null;
}

const VERBS: Readonly<Record<Effect, string>> = {
  read: 'Read',
  create: 'Created',
  update: 'Changed',
  start: 'Started',
  status: 'Changed the status of',
  issue: 'Issued',
  send: 'Sent',
  settle: 'Settled',
  delete: 'Deleted',
  message: 'Sent',
  invite: 'Invited',
  authorize: 'Authorized',
};

/** The word people use for a kind of record. */
export function nounOf(kind: string): string {
  return kind.replaceAll('_', ' ');
}

/**
 * What a deed was about: the records it made, else those it changed, else those it removed; what only follows from something else is
 * left out unless there is nothing more. `did` is the tool's own word for it.
 */
export function summaryOf(
  { changes, actor }: Pick<Deed, 'changes'> & { readonly actor: { readonly effect: string | null } },
  did?: string,
): DeedSummary {
  const told = changes.some(({ aside }) => !aside) ? changes.filter(({ aside }) => !aside) : changes;
  const happenedTo = (happened: DeedChange['happened']) =>
    told.filter((change) => change.part === null && change.happened === happened);
  const [made, changed, removed] = [happenedTo('created'), happenedTo('changed'), happenedTo('removed')];
  const about = made.length > 0 ? made : changed.length > 0 ? changed : removed.length > 0 ? removed : told;
  const first = about[0];
  const ofKind = about.filter(({ record }) => record.kind === first?.record.kind);
  const ids = new Set(ofKind.map(({ record }) => record.id));
  return {
    verb: did ?? verbOf(actor.effect, about === made ? 'created' : about === removed ? 'removed' : 'changed'),
    noun: nounOf(first?.record.kind ?? 'record'),
    record: ids.size === 1 ? (first?.record ?? null) : null,
    count: ids.size,
    amount: ids.size === 1 ? (first?.amount ?? null) : null,
    counterpart: ids.size === 1 ? (first?.counterpart ?? null) : null,
  };
}

function verbOf(effect: string | null, happened: DeedChange['happened']): string {
  const known = effect !== null && Object.hasOwn(EFFECTS, effect) ? VERBS[effect as Effect] : undefined;
  if (happened === 'created') return known ?? 'Created';
  if (happened === 'removed') return 'Removed';
  return known === undefined || known === 'Created' ? 'Changed' : known;
}

/** The sentence as plain text; `money` writes an amount. */
export function deedInWords(
  summary: DeedSummary,
  money: (amount: { readonly minor: number; readonly currency: string }) => string,
): string {
  const { verb, noun, record, count, amount, counterpart } = summary;
  const what = record ? `${noun}${record.label === null ? '' : ` ${record.label}`}` : `${count} ${plural(noun)}`;
  const worth = amount ? ` (${money(amount)})` : '';
  const whom = counterpart?.label ? ` ${verb === 'Sent' ? 'to' : 'for'} ${counterpart.label}` : '';
  return `${verb} ${what}${worth}${whom}`;
}

function plural(noun: string): string {
  return /[^aeiou]y$/.test(noun) ? `${noun.slice(0, -1)}ies` : `${noun}s`;
}
