import { sql } from 'kysely';

/**
 * One client as people see it, of `connectionRows`. A verified client is its id. One that registered itself has an id for each
 * registration, so it is its name and where it returns to; it can take any name, but never the key of a verified one.
 */
export const CLIENT_KEY = sql<string>`
  case
    when connection.client_host is null then 'self ' || connection.redirect_host || ' ' || connection.client_name
    else 'verified ' || connection.client_id
  end`;
