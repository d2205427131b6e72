import { type RawBuilder, sql } from 'kysely';

/**
 * For `connectionRows`: opens now, or will when its client has fetched its first access token. The same conditions as the gate
 * of the resource server; the access switch is none of them, because what it shuts out has not ended.
 */
export function isLive(now: Date): RawBuilder<boolean> {
  return sql<boolean>`(
    connection.revoked_at is null
    and connection.expires_at > ${now.toISOString()}::timestamptz
    and membership.role is not null
    and (
      connection.team_id is null
      or membership.role in ('admin', 'owner')
      or team_membership.user_id is not null
    )
  )`;
}
