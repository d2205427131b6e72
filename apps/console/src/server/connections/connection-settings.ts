import type { ConnectionSettingsView } from '@countersign/contracts/console-connections';
import { OAUTH_SCOPES, type Role } from '@countersign/contracts/scopes';
import type { Queries } from '@countersign/db/connections/named-statements';
import { connectionScopes } from './connection-scopes.ts';
import { isListed, myConnections } from './my-connections.ts';
import { noSuchConnection, ownConnection } from './own-connection.ts';

/** What the owner may edit of a connection, by what the database says now. `not_found` for anybody else. */
export async function connectionSettings(
  queries: Queries,
  userId: string,
  id: string,
  now: Date,
): Promise<ConnectionSettingsView> {
  const { organizationId } = await ownConnection(queries, userId, id);
  const [connection] = await myConnections(queries, userId, now, id);
  if (!connection) throw noSuchConnection();
  const row = await queries
    .selectFrom('connection')
    .innerJoin('organization', 'organization.id', 'connection.organizationId')
    .leftJoin('membership', (join) =>
      join
        .onRef('membership.organizationId', '=', 'connection.organizationId')
        .onRef('membership.userId', '=', 'connection.userId'),
    )
    .select([
      'clientName',
      'connection.name as givenName',
      'teamId',
      'role',
      'mcpAccess',
      'mcpWrite',
      'mcpBillingWrite',
      isListed.as('clientListed'),
    ])
    .where('connection.id', '=', id)
    .executeTakeFirstOrThrow();
  const { clientName, givenName, teamId } = row;
  const role = row.role as Role | null;
  const switches = { access: row.mcpAccess, write: row.mcpWrite, billingWrite: row.mcpBillingWrite };
  return {
    connection,
    clientName,
    givenName,
    teamId,
    teams: role ? await usableTeams(queries, organizationId, userId, role) : [],
    allowable: connectionScopes(OAUTH_SCOPES, switches, role ?? 'viewer', row.clientListed),
  };
}

/** Every team for admins and owners, for others the teams they are in: as at consent. */
async function usableTeams(queries: Queries, organizationId: string, userId: string, role: Role) {
  return queries
    .selectFrom('team')
    .select(['id', 'name'])
    .where('organizationId', '=', organizationId)
    .$if(role !== 'admin' && role !== 'owner', (query) =>
      query.where('id', 'in', (inner) =>
        inner
          .selectFrom('teamMembership')
          .select('teamId')
          .where('organizationId', '=', organizationId)
          .where('userId', '=', userId),
      ),
    )
    .orderBy('name')
    .execute();
}
