import type { Queries } from '@countersign/db/connections/named-statements';

/** A connection as a mail about it names it, and whom it goes to. Does not narrow whose. */
export function connectionsOfNotice(queries: Queries, ids: readonly string[]) {
  return queries
    .selectFrom('connection')
    .innerJoin('user', 'user.id', 'connection.userId')
    .innerJoin('organization', 'organization.id', 'connection.organizationId')
    .leftJoin('team', (join) =>
      join.onRef('team.organizationId', '=', 'connection.organizationId').onRef('team.id', '=', 'connection.teamId'),
    )
    .select([
      'connection.userId',
      'connection.organizationId',
      'connection.clientName',
      'connection.clientHost',
      'connection.redirectHost',
      'connection.approved',
      'organization.name as organizationName',
      'team.name as teamName',
      'user.email',
    ])
    .where('connection.id', 'in', [...ids])
    .orderBy('connection.id')
    .execute();
}
