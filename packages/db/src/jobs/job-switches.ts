import type { Tx } from '@countersign/contracts/request-context';
import type { Switches } from '@countersign/contracts/scopes';
import { sql } from 'kysely';
import { queries } from '../tenancy/in-org.ts';

/** The switches of the organization a job works in, at this moment; nothing holds them. Only the jobs role may ask. */
export async function switchesOfJob(tx: Tx): Promise<Switches> {
  return queries(tx)
    .selectFrom('organization')
    .select(['mcpAccess as access', 'mcpWrite as write', 'mcpBillingWrite as billingWrite'])
    .where(sql<boolean>`id = current_organization()`)
    .executeTakeFirstOrThrow();
}

/**
 * The same as the last question of a job's transaction: an admin's change waits for its commit, as it waits for writes under way. Does not
 * itself wait for a change under way, because the job may hold rows that a write before that change waits for: it throws, and the job is
 * tried again.
 */
export async function holdSwitchesOfJob(tx: Tx): Promise<Switches> {
  const { rows } = await sql<{ passed: boolean }>`
    select pg_try_advisory_xact_lock_shared(turnstile(current_organization())) as passed`.execute(queries(tx));
  if (!rows[0]?.passed) {
    throw Object.assign(new Error('A switch of the organization is being turned.'), { code: 'switch_turning' });
  }
  return switchesOfJob(tx);
}
