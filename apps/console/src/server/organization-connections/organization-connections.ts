import type { OrganizationConnectionView } from '@countersign/contracts/console-organization';
import { toPage } from '@countersign/contracts/pagination';
import type { Queries } from '@countersign/db/connections/named-statements';
import { sql } from 'kysely';
import { isLive } from '../connections/live-connections.ts';
import { connectionRows, endedShownSince, toConnectionView } from '../connections/my-connections.ts';
import type { timeCursor } from '../wire/time-cursor.ts';
import { CLIENT_KEY } from './client-key.ts';

const PAGE_ROWS = 50;

export interface ConnectionFilter {
  readonly state: 'active' | 'ended';
  /** Of `OrganizationClientView`. */
  readonly client?: string | undefined;
  /** Part of a name or an e-mail address. */
  readonly owner?: string | undefined;
}

/** Connections of all members, the newest first; those that ended stay for 90 days. Does not check who asks. */
export async function organizationConnections(
  queries: Queries,
  organizationId: string,
  { state, client, owner }: ConnectionFilter,
  after: ReturnType<typeof timeCursor>,
  now: Date,
) {
  const part = `%${owner?.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
  const rows = await ownedRows(queries, organizationId)
    .where(state === 'active' ? isLive(now) : hasEnded(now))
    .$if(client !== undefined, (query) => query.where(CLIENT_KEY, '=', client ?? ''))
    .$if(owner !== undefined, (query) =>
      query.where((where) => where.or([where('user.name', 'ilike', part), where('user.email', 'ilike', part)])),
    )
    .$if(after !== undefined, (query) =>
      query.where(
        sql<boolean>`(connection.created_at, connection.id) < (${after?.at}::timestamptz, ${after?.id}::uuid)`,
      ),
    )
    .orderBy('connection.createdAt', 'desc')
    .orderBy('connection.id', 'desc')
    .limit(PAGE_ROWS + 1)
    .execute();
  const page = toPage(rows, PAGE_ROWS, ({ createdAt, id }) => [createdAt, id]);
  return { items: page.items.map((row) => toView(row, now)), nextCursor: page.nextCursor };
}

/** These of the organization's connections, whatever their state. */
export async function organizationConnectionsById(
  queries: Queries,
  organizationId: string,
  ids: readonly string[],
  now: Date,
): Promise<OrganizationConnectionView[]> {
  const rows = await ownedRows(queries, organizationId)
    .where(sql<boolean>`connection.id = any(${ids}::uuid[])`)
    .orderBy('connection.createdAt', 'desc')
    .execute();
  return rows.map((row) => toView(row, now));
}

function ownedRows(queries: Queries, organizationId: string) {
  return connectionRows(queries)
    .innerJoin('user', 'user.id', 'connection.userId')
    .select(['user.name as ownerName', 'user.email as ownerEmail', CLIENT_KEY.as('clientKey')])
    .where('connection.organizationId', '=', organizationId);
}

function hasEnded(now: Date) {
  const since = endedShownSince(now);
  return sql<boolean>`(
    not ${isLive(now)}
    and connection.expires_at > ${since}::timestamptz
    and (connection.revoked_at is null or connection.revoked_at > ${since}::timestamptz)
  )`;
}

type Row = Awaited<ReturnType<ReturnType<typeof ownedRows>['execute']>>[number];

/** The client by the name it gives itself: the owner's own name for it is the owner's. */
function toView({ ownerName, ownerEmail, clientKey, ...row }: Row, now: Date): OrganizationConnectionView {
  const view = toConnectionView({ ...row, givenName: null }, now);
  return { ...view, owner: { name: ownerName, email: ownerEmail }, clientKey };
}
