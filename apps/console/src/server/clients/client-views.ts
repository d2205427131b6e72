import type { ClientView } from '@countersign/contracts/console-clients';
import type { Queries } from '@countersign/db/connections/named-statements';
import { sql } from 'kysely';
import { isLive } from '../connections/live-connections.ts';
import { connectionRows } from '../connections/my-connections.ts';

interface Metadata {
  readonly client_name?: string;
  readonly redirect_uris?: readonly string[];
}

/** The clients of one organization, or one of them, the newest first. Never a secret. Does not check who asks. */
export async function clientViews(
  queries: Queries,
  { organizationId, id }: { readonly organizationId: string; readonly id?: string },
  now: Date,
): Promise<ClientView[]> {
  const rows = await queries
    .selectFrom('client')
    .leftJoin('user', 'user.id', 'client.madeBy')
    .select(['client.id', 'client.metadata', 'client.createdAt', 'client.lastUsedAt', 'user.name as madeBy'])
    .where('client.organizationId', '=', organizationId)
    .$if(id !== undefined, (query) => query.where('client.id', '=', id ?? ''))
    .orderBy('client.createdAt', 'desc')
    .orderBy('client.id')
    .execute();
  const connected = await connectionRows(queries)
    .clearSelect()
    .select(['connection.clientId', sql<number>`count(*)::int`.as('count')])
    .where('connection.organizationId', '=', organizationId)
    .where(isLive(now))
    .groupBy('connection.clientId')
    .execute();
  return rows.map(({ metadata, ...row }) => {
    const { client_name: name = '', redirect_uris: redirectUris = [] } = metadata as Metadata;
    const connections = connected.find(({ clientId }) => clientId === row.id)?.count ?? 0;
    return { ...row, name, redirectUris, connections };
  });
}
