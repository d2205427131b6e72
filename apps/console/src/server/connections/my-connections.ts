import type { ConnectionState, ConnectionView } from '@countersign/contracts/console-api';
import type { Role } from '@countersign/contracts/scopes';
import type { Queries } from '@countersign/db/connections/named-statements';
import { sql } from 'kysely';
import { connectionScopes } from './connection-scopes.ts';

const ENDED_SHOWN_MS = 90 * 24 * 60 * 60 * 1000;

/** What ended before is not shown any more. */
export function endedShownSince(now: Date): string {
  return new Date(now.getTime() - ENDED_SHOWN_MS).toISOString();
}

/** A person's own connections, newest first; those that ended stay for 90 days. `id` narrows it to one of them. */
export async function myConnections(
  queries: Queries,
  userId: string,
  now: Date,
  id?: string,
): Promise<ConnectionView[]> {
  const endedSince = endedShownSince(now);
  const rows = await connectionRows(queries)
    .where('connection.userId', '=', userId)
    .where((where) => where.or([where('revokedAt', 'is', null), where('revokedAt', '>', endedSince)]))
    .where('expiresAt', '>', endedSince)
    .$if(id !== undefined, (query) => query.where('connection.id', '=', id ?? ''))
    .orderBy('connection.createdAt', 'desc')
    .execute();
  return rows.map((row) => toConnectionView(row, now));
}

/** Whether the organization's list of assistants lets the connection's client in; in a query with both tables. */
export const isListed = sql<boolean>`is_listed_client(only_listed_clients, listed_clients, client_host, redirect_host)`;

/** Connections with all that decides over them. Does not narrow whose. */
export function connectionRows(queries: Queries) {
  return queries
    .selectFrom('connection')
    .innerJoin('organization', 'organization.id', 'connection.organizationId')
    .leftJoin('membership', (join) =>
      join
        .onRef('membership.organizationId', '=', 'connection.organizationId')
        .onRef('membership.userId', '=', 'connection.userId'),
    )
    .leftJoin('team', (join) =>
      join.onRef('team.organizationId', '=', 'connection.organizationId').onRef('team.id', '=', 'connection.teamId'),
    )
    .leftJoin('teamMembership', (join) =>
      join
        .onRef('teamMembership.organizationId', '=', 'connection.organizationId')
        .onRef('teamMembership.teamId', '=', 'connection.teamId')
        .onRef('teamMembership.userId', '=', 'connection.userId'),
    )
    .select([
      'connection.id',
      'connection.name as givenName',
      'connection.clientName',
      'connection.clientHost',
      'connection.redirectHost',
      'connection.resource',
      'connection.approved',
      'connection.createdAt',
      'connection.activatedAt',
      'connection.lastUsedAt',
      'connection.expiresAt',
      'connection.revokedAt',
      'connection.revokedReason',
      'organization.slug',
      'organization.name',
      'organization.mcpAccess',
      'organization.mcpWrite',
      'organization.mcpBillingWrite',
      isListed.as('clientListed'),
      'membership.role',
      'team.name as teamName',
      'teamMembership.userId as inTeam',
    ]);
}

export type ConnectionRow = Awaited<ReturnType<ReturnType<typeof connectionRows>['execute']>>[number];

/** The same order of reasons as the gate of the resource server. */
function stateOf(row: ConnectionRow, now: Date): ConnectionState {
  if (row.revokedAt) return 'revoked';
  if (Date.parse(row.expiresAt) <= now.getTime()) return 'expired';
  if (row.role === null) return 'membership_lost';
  const entersEveryTeam = row.role === 'admin' || row.role === 'owner';
  if (row.teamName !== null && !entersEveryTeam && row.inTeam === null) return 'team_lost';
  return row.activatedAt ? 'active' : 'unfinished';
}

export function toConnectionView(row: ConnectionRow, now: Date): ConnectionView {
  const switches = { access: row.mcpAccess, write: row.mcpWrite, billingWrite: row.mcpBillingWrite };
  return {
    id: row.id,
    state: stateOf(row, now),
    client: { name: row.givenName ?? row.clientName, verifiedHost: row.clientHost, redirectHost: row.redirectHost },
    organization: { slug: row.slug, name: row.name },
    team: row.teamName,
    readOnly: row.resource.endsWith('/readonly'),
    scopes: connectionScopes(row.approved, switches, (row.role ?? 'viewer') as Role, row.clientListed),
    createdAt: row.createdAt,
    lastUsedAt: row.lastUsedAt,
    expiresAt: row.expiresAt,
    revoked: row.revokedAt && row.revokedReason ? { at: row.revokedAt, reason: row.revokedReason } : null,
  };
}
