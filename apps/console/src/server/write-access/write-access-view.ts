import type { WriteAccessView } from '@countersign/contracts/console-api';
import { effectiveOAuthScopes, normalizeOAuthScopes, type Role } from '@countersign/contracts/scopes';
import type { Queries } from '@countersign/db/connections/named-statements';
import { sql } from 'kysely';
import { isLive } from '../connections/live-connections.ts';
import { connectionRows, isListed } from '../connections/my-connections.ts';

const ALL_ON = { access: true, write: true, billingWrite: true };

/** The switches of an organization with what hangs on them. Does not check who asks. */
export async function writeAccessView(queries: Queries, organizationId: string, now: Date): Promise<WriteAccessView> {
  const organization = await queries
    .selectFrom('organization')
    .leftJoin('user', 'user.id', 'organization.switchesChangedBy')
    .select([
      'organization.slug',
      'organization.name',
      'mcpAccess',
      'mcpWrite',
      'mcpBillingWrite',
      'switchesChangedAt',
      'user.name as changedByName',
      'user.email as changedByEmail',
    ])
    .where('organization.id', '=', organizationId)
    .executeTakeFirstOrThrow();
  const { changedByName: name, changedByEmail: email } = organization;
  return {
    organization: { slug: organization.slug, name: organization.name },
    switches: {
      access: organization.mcpAccess,
      write: organization.mcpWrite,
      billingWrite: organization.mcpBillingWrite,
    },
    lastChange: organization.switchesChangedAt
      ? { at: organization.switchesChangedAt, by: name !== null && email !== null ? { name, email } : null }
      : null,
    connections: await countConnections(queries, organizationId, now),
    requests: await openRequests(queries, organizationId),
  };
}

/** Counts by the algebra itself, with every switch on: what remains is what only the switches decide. */
async function countConnections(queries: Queries, organizationId: string, now: Date) {
  const kinds = await connectionRows(queries)
    .clearSelect()
    .select(['approved', 'role', sql<number>`count(*)`.as('count')])
    .where('connection.organizationId', '=', organizationId)
    .where(isLive(now))
    // What the list of assistants shuts out hangs on no switch.
    .where(isListed)
    .groupBy(['approved', 'role'])
    .execute();
  const counts = { total: 0, write: 0, billingWrite: 0 };
  for (const { approved, role, count } of kinds) {
    const granted = { kind: 'oauth', scopes: normalizeOAuthScopes(approved) } as const;
    const scopes = effectiveOAuthScopes({ granted, switches: ALL_ON, role: role as Role, token: null });
    counts.total += count;
    if (scopes.includes('mcp:write')) counts.write += count;
    if (scopes.includes('mcp:write:billing')) counts.billingWrite += count;
  }
  return counts;
}

async function openRequests(queries: Queries, organizationId: string) {
  const rows = await queries
    .selectFrom('writeAccessRequest')
    .innerJoin('user', 'user.id', 'writeAccessRequest.userId')
    // Who has left asks for nothing any more.
    .innerJoin('membership', (join) =>
      join
        .onRef('membership.organizationId', '=', 'writeAccessRequest.organizationId')
        .onRef('membership.userId', '=', 'writeAccessRequest.userId'),
    )
    .select([
      'writeAccessRequest.id',
      'writeAccessRequest.clientName',
      'writeAccessRequest.billing',
      'writeAccessRequest.createdAt',
      'user.name',
      'user.email',
    ])
    .where('writeAccessRequest.organizationId', '=', organizationId)
    .where('decidedAt', 'is', null)
    .orderBy('writeAccessRequest.createdAt')
    .orderBy('user.name')
    .execute();
  return rows.map(({ name, email, ...request }) => ({ ...request, person: { name, email } }));
}
