import type { PersonView } from '@countersign/contracts/console-api';
import type { OrganizationClientView } from '@countersign/contracts/console-organization';
import type { Queries } from '@countersign/db/connections/named-statements';
import { sql } from 'kysely';
import { isLive } from '../connections/live-connections.ts';
import { connectionRows, endedShownSince } from '../connections/my-connections.ts';
import { CLIENT_KEY } from './client-key.ts';

/** The clients of the organization's connections, also of those that ended lately. Does not check who asks. */
export async function organizationClients(
  queries: Queries,
  organizationId: string,
  now: Date,
): Promise<OrganizationClientView[]> {
  const since = endedShownSince(now);
  const live = isLive(now);
  return connectionRows(queries)
    .innerJoin('user', 'user.id', 'connection.userId')
    .clearSelect()
    .select([
      CLIENT_KEY.as('key'),
      // One client id may have changed its name; it is known by the latest.
      sql<string>`(array_agg(connection.client_name order by connection.created_at desc))[1]`.as('name'),
      sql<string | null>`(array_agg(connection.client_host order by connection.created_at desc))[1]`.as('verifiedHost'),
      sql<string>`(array_agg(connection.redirect_host order by connection.created_at desc))[1]`.as('redirectHost'),
      sql<number>`count(*) filter (where ${live})`.as('live'),
      sql<PersonView[]>`coalesce(
        jsonb_agg(distinct jsonb_build_object('name', "user".name, 'email', "user".email)) filter (where ${live}),
        '[]'
      )`.as('owners'),
    ])
    .where('connection.organizationId', '=', organizationId)
    .where('connection.expiresAt', '>', since)
    .where((where) => where.or([where('revokedAt', 'is', null), where('revokedAt', '>', since)]))
    .groupBy(CLIENT_KEY)
    .orderBy('name')
    .orderBy('key')
    .execute();
}

/** Which connections of this client have not ended. */
export async function liveConnectionsOfClient(
  queries: Queries,
  organizationId: string,
  clientKey: string,
  now: Date,
): Promise<string[]> {
  const rows = await connectionRows(queries)
    .clearSelect()
    .select('connection.id')
    .where('connection.organizationId', '=', organizationId)
    .where(CLIENT_KEY, '=', clientKey)
    .where(isLive(now))
    .execute();
  return rows.map(({ id }) => id);
}
