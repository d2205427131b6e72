import type { Tx } from '@countersign/contracts/request-context';
import { sql } from 'kysely';
import type { Queries } from '../connections/named-statements.ts';
import type { Pool } from '../connections/pool.ts';
import { transaction } from '../connections/transaction.ts';

export interface TenantScope {
  readonly organizationId: string;
  /** Narrows team-scoped tables to one team; null for the whole organization. */
  readonly teamId: string | null;
}

/**
 * A transaction inside one organization, for callers that know it without asking the gate: seed, jobs, tests. Row-level
 * security shows nothing else. `access/gate` opens the same kind of transaction for a request.
 */
export async function inOrg<T>(pool: Pool, scope: TenantScope, work: (tx: Tx) => Promise<T>): Promise<T> {
  return transaction(pool, async (queries) => work(await enterOrganization(queries, scope)));
}

/** Makes a transaction that is already open one of this organization, until its end or the next call. */
export async function enterOrganization(queries: Queries, { organizationId, teamId }: TenantScope): Promise<Tx> {
  await sql`select set_config('app.organization_id', ${organizationId}, true),
                   set_config('app.team_id', ${teamId ?? ''}, true)`.execute(queries);
  return tenantTransaction(queries);
}

/** Marks queries as running in a tenant transaction. Only the gate and `inOrg` may say so. */
export function tenantTransaction(queries: Queries): Tx {
  return queries as unknown as Tx;
}

/** The query builder behind a tenant transaction; for stores. */
export function queries(tx: Tx): Queries {
  return tx as unknown as Queries;
}
