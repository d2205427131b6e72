import { recordEvents } from '@countersign/access/audit/audit';
import type { Queries } from '@countersign/db/connections/named-statements';
import type { Decider } from '../write-access/decide-requests.ts';
import type { OrganizationMembership } from '../write-access/organization-membership.ts';
import { lockedMember, revokeInvitationsOf } from './change-role.ts';
import { removalRefusal } from './role-rules.ts';

/**
 * Takes somebody out of the organization, themselves or another, and records it, in the caller's transaction, which holds the
 * organization's row. Their connections and personal API keys end for good with the reason, and what they invited is revoked.
 * Returns how many connections ended.
 */
export async function endMembership(
  queries: Queries,
  { organization, role: actor }: OrganizationMembership,
  userId: string,
  by: Decider,
): Promise<number> {
  const isSelf = userId === by.userId;
  const { role: target, owners } = await lockedMember(queries, organization.id, userId);
  const refusal = removalRefusal({ actor, target, isSelf, owners });
  if (refusal) throw refusal;
  const connections = await recordEndingConnections(queries, organization.id, userId, by);
  const apiKeys = await recordEndingKeys(queries, organization.id, userId, by);
  await revokeInvitationsOf(queries, organization.id, userId, by);
  await queries
    .deleteFrom('membership')
    .where('organizationId', '=', organization.id)
    .where('userId', '=', userId)
    .execute();
  await recordEvents(queries, [
    {
      action: isSelf ? 'member.left' : 'member.removed',
      organizationId: organization.id,
      userId,
      details: { role: target, connections, apiKeys },
      ...by.origin,
    },
  ]);
  return connections;
}

/**
 * The database ends them with the membership. What the authorization server keeps of them stays until it is swept, so that a client
 * that renews is told why it ended.
 */
async function recordEndingConnections(
  queries: Queries,
  organizationId: string,
  userId: string,
  by: Decider,
): Promise<number> {
  const ending = await queries
    .selectFrom('connection')
    .select(['id', 'clientId'])
    .where('organizationId', '=', organizationId)
    .where('userId', '=', userId)
    .where('revokedAt', 'is', null)
    .where('expiresAt', '>', by.now.toISOString())
    .execute();
  await recordEvents(
    queries,
    ending.map(({ id, clientId }) => ({
      action: 'connection.revoked' as const,
      organizationId,
      connectionId: id,
      userId,
      clientId,
      details: { reason: 'membership' },
      ...by.origin,
    })),
  );
  return ending.length;
}

/** As the connections. */
async function recordEndingKeys(
  queries: Queries,
  organizationId: string,
  userId: string,
  by: Decider,
): Promise<number> {
  const ending = await queries
    .selectFrom('apiKey')
    .select('id')
    .where('organizationId', '=', organizationId)
    .where('userId', '=', userId)
    .where('revokedAt', 'is', null)
    .execute();
  await recordEvents(
    queries,
    ending.map(({ id }) => ({
      action: 'api_key.revoked' as const,
      organizationId,
      apiKeyId: id,
      userId,
      details: { reason: 'membership' },
      ...by.origin,
    })),
  );
  return ending.length;
}
