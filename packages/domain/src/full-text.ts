import { type RawBuilder, sql } from 'kysely';

/**
 * Full-text search in a record that is made up of a title and more text: whether every one of the words begins a word in it, and how well it
 * fits. A word in the title counts for more. The functions are the database's (migration 0028).
 */
export function fullText(words: string, title: RawBuilder<string>, more: RawBuilder<string>) {
  const vector = sql`(setweight(search_vector(${title}), 'A') || search_vector(${more}))`;
  return {
    matches: sql<boolean>`${vector} @@ search_query(${words})`,
    rank: sql<number>`ts_rank(${vector}, search_query(${words}))`,
  };
}

/** Facts of a record that are known, by their labels. */
export function knownFacts(facts: Readonly<Record<string, string | null | undefined>>): Record<string, string> {
  return Object.fromEntries(Object.entries(facts).flatMap(([label, value]) => (value ? [[label, value]] : [])));
}
