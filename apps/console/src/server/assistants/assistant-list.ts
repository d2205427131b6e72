import { recordEvents } from '@countersign/access/audit/audit';
import type { AssistantListChange, AssistantListView } from '@countersign/contracts/console-assistants';
import type { Queries } from '@countersign/db/connections/named-statements';
import { sql } from 'kysely';
import { isLive } from '../connections/live-connections.ts';
import { connectionRows } from '../connections/my-connections.ts';
import type { Decider } from '../write-access/decide-requests.ts';
import type { OrganizationMembership } from '../write-access/organization-membership.ts';

/** Which assistants may connect to an organization, and which are connected. Does not check who asks. */
export async function assistantList(queries: Queries, organizationId: string, now: Date): Promise<AssistantListView> {
  const { slug, name, ...list } = await queries
    .selectFrom('organization')
    .select(['slug', 'name', 'onlyListedClients as onlyListed', 'listedClients as listed'])
    .where('id', '=', organizationId)
    .executeTakeFirstOrThrow();
  const connected = await connectionRows(queries)
    .clearSelect()
    .select([sql<string>`client_origin(client_host, redirect_host)`.as('origin'), sql<number>`count(*)`.as('count')])
    .where('connection.organizationId', '=', organizationId)
    .where(isLive(now))
    .groupBy('origin')
    .orderBy('origin')
    .execute();
  return { organization: { slug, name }, ...list, connected };
}

/**
 * Puts a list in force and records it, in the caller's transaction, which holds the organization's row: writes in flight have committed,
 * and later ones see the change. One that changes nothing leaves no trace. Does not check who asks.
 */
export async function changeAssistantList(
  queries: Queries,
  { organization }: OrganizationMembership,
  { onlyListed, listed }: AssistantListChange,
  by: Pick<Decider, 'userId' | 'origin'>,
): Promise<void> {
  const before = await queries
    .selectFrom('organization')
    .select(['onlyListedClients as onlyListed', 'listedClients as listed'])
    .where('id', '=', organization.id)
    .executeTakeFirstOrThrow();
  const after = { onlyListed, listed: [...new Set(listed)].toSorted() };
  if (JSON.stringify(before) === JSON.stringify(after)) return;
  await queries
    .updateTable('organization')
    .set({ onlyListedClients: after.onlyListed, listedClients: after.listed })
    .where('id', '=', organization.id)
    .execute();
  await recordEvents(queries, [
    {
      action: 'assistant_list.changed',
      organizationId: organization.id,
      userId: by.userId,
      details: { before, after },
      ...by.origin,
    },
  ]);
}
