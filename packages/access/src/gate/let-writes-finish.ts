import type { Queries } from '@countersign/db/connections/named-statements';
import { sql } from 'kysely';

/**
 * Waits for the organization's writes that are under way and holds new ones back until this transaction ends. Whoever is about
 * to change a switch, a role or a connection calls it before anything else in the transaction: without it the change is as
 * safe, but under a steady stream of writes it may wait for as long as the stream lasts. After another lock it could deadlock.
 */
export async function letWritesFinish(queries: Queries, organizationId: string): Promise<void> {
  await sql`select let_writes_finish(${organizationId})`.execute(queries);
}
