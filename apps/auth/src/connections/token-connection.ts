import { effectiveOAuthScopes, normalizeOAuthScopes, type OAuthScope, type Role } from '@countersign/contracts/scopes';
import type { Queries } from '@countersign/db/connections/named-statements';
import { type Expression, sql } from 'kysely';
import { isReadOnly } from '../provider/resources.ts';
import { mayUseTeam } from './team-eligibility.ts';

/** A connection as a token is issued for it. */
export interface TokenConnection {
  readonly id: string;
  readonly organizationId: string;
  readonly teamId: string | null;
  readonly userId: string;
  readonly clientId: string;
  /** What a token may carry at this moment: granted, switches and role taken together, and reading alone where the resource only reads. Never empty. */
  readonly scopes: readonly OAuthScope[];
}

/** Why a connection gets no token now. The text reaches the client and often the person. */
export class ConnectionClosed extends Error {
  override readonly name = 'ConnectionClosed';
}

/** A grant's connection and what decides about it, as they stand. */
export type ConnectionRow = NonNullable<Awaited<ReturnType<typeof readConnection>>>;

export async function readConnection(queries: Queries, grantId: string | Expression<string>) {
  return queries
    .selectFrom('connection')
    .innerJoin('organization', 'organization.id', 'connection.organizationId')
    .leftJoin('membership', (join) =>
      join
        .onRef('membership.organizationId', '=', 'connection.organizationId')
        .onRef('membership.userId', '=', 'connection.userId'),
    )
    .select([
      'connection.id',
      'connection.organizationId',
      'connection.teamId',
      'connection.userId',
      'connection.clientId',
      'connection.approved',
      'connection.resource',
      'connection.expiresAt',
      'connection.revokedAt',
      'connection.revokedReason',
      'organization.mcpAccess',
      'organization.mcpWrite',
      'organization.mcpBillingWrite',
      sql<boolean>`is_listed_client(only_listed_clients, listed_clients, connection.client_host, connection.redirect_host)`.as(
        'clientListed',
      ),
      'membership.role',
    ])
    .where('connection.grantId', '=', grantId)
    .executeTakeFirst();
}

/**
 * What a grant's connection may do at this moment. The resource server checks all of this again on every request, so nothing is locked.
 * Throws ConnectionClosed with what to do about it.
 */
export async function connectionForToken(
  queries: Queries,
  row: ConnectionRow | undefined,
  now: Date,
): Promise<TokenConnection> {
  if (row && (row.role === null || row.revokedReason === 'membership')) {
    throw new ConnectionClosed(
      'The person who made this connection was no longer a member of the organization. Connect again to go on.',
    );
  }
  if (!row || row.revokedAt) throw new ConnectionClosed('This connection has been revoked. Connect again to go on.');
  if (Date.parse(row.expiresAt) <= now.getTime()) {
    throw new ConnectionClosed('This connection has reached its maximum age. Connect again to go on.');
  }
  if (!row.mcpAccess) {
    throw new ConnectionClosed('MCP access is turned off in this organization. An admin can turn it on again.');
  }
  if (!row.clientListed) {
    throw new ConnectionClosed(
      'This organization lets only the assistants on its list connect, and this client is not on it. An admin can add it.',
    );
  }
  const role = row.role as Role;
  if (row.teamId && !(await mayUseTeam(queries, row.organizationId, row.teamId, row.userId, role))) {
    throw new ConnectionClosed(
      'The person who made this connection no longer belongs to its team. Connect again to go on.',
    );
  }
  const scopes = effectiveOAuthScopes({
    granted: { kind: 'oauth', scopes: normalizeOAuthScopes(row.approved) },
    switches: { access: row.mcpAccess, write: row.mcpWrite, billingWrite: row.mcpBillingWrite },
    role,
    token: isReadOnly(row.resource) ? ['mcp:read'] : null,
  });
  const { id, organizationId, teamId, userId, clientId } = row;
  return { id, organizationId, teamId, userId, clientId, scopes };
}
