import type { Tx } from './request-context.ts';

export interface TitledRecord {
  readonly id: string;
  readonly title: string;
}

/** What a record says, for people and assistants who know nothing of its kind. */
export interface ReadableRecord {
  readonly title: string;
  /** May be empty. */
  readonly text: string;
  /** By label, as people read them; what is not known is absent. */
  readonly facts: Readonly<Record<string, string>>;
  /** The records it belongs to, of whatever kinds. */
  readonly belongsTo: readonly { readonly kind: string; readonly id: string; readonly title: string }[];
}

/**
 * One kind of records that can be found by their words, which a migration of the module names (`words_of_<kind>`). Row-level security decides
 * which there are for a transaction.
 */
export interface Searchable {
  /** One lowercase word; the first half of the ids that search gives out. */
  readonly kind: string;
  /** Of those that there are, in any order. */
  readonly titles: (tx: Tx, ids: readonly string[]) => Promise<readonly TitledRecord[]>;
  /** Throws `not_found`. */
  readonly read: (tx: Tx, id: string) => Promise<ReadableRecord>;
}
