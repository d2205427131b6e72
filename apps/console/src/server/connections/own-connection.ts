import { AppError } from '@countersign/contracts/errors';
import type { Queries } from '@countersign/db/connections/named-statements';
import { z } from 'zod';

export interface OwnConnection {
  readonly id: string;
  readonly organizationId: string;
  readonly clientId: string;
}

/** The same answer for a connection that is somebody else's, so an id cannot be probed. */
export function noSuchConnection(): AppError {
  return new AppError('not_found', 'You have no such connection. Reload the page to see the ones you have.');
}

/**
 * The person's own connection of this id, live or ended; `not_found` for anything else, nonsense included. Being an admin of
 * its organization opens nothing here.
 */
export async function ownConnection(queries: Queries, userId: string, id: string): Promise<OwnConnection> {
  if (!z.uuid().safeParse(id).success) throw noSuchConnection();
  const own = await queries
    .selectFrom('connection')
    .select(['id', 'organizationId', 'clientId'])
    .where('id', '=', id)
    .where('userId', '=', userId)
    .executeTakeFirst();
  if (!own) throw noSuchConnection();
  return own;
}
