import type { Tx } from '@countersign/contracts/request-context';
import { queries } from '@countersign/db/tenancy/in-org';
import { sql } from 'kysely';

/**
 * The records of these kinds in which every one of the words begins a word, the best first. The organization and the team are those of the
 * transaction; the database sees to it (migration 0060).
 */
export async function recordsWith(tx: Tx, kinds: readonly string[], words: string, limit: number) {
  const { rows } = await sql<{ kind: string; id: string }>`
    select kind, record_id as id from find_records(${kinds}, ${words}, ${limit})`.execute(queries(tx));
  return rows;
}
