import { type RawBuilder, sql } from 'kysely';

/** Whether the list of the organization in the row lets a client with this document host and redirect host connect. */
export function isListedClient(clientHost: string | null, redirectHost: string): RawBuilder<boolean> {
  return sql<boolean>`is_listed_client(only_listed_clients, listed_clients, ${clientHost}, ${redirectHost})`;
}
