import { recordEvents } from '@countersign/access/audit';
import { revokeConnection } from '@countersign/access/revoke-connection';
import type { ConnectionsView, ConnectionView } from '@countersign/contracts/console-api';
import { AppError } from '@countersign/contracts/errors';
import { transaction, withQueries } from '@countersign/db/transaction';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { ConsoleDeps } from '../../app.ts';
import { sessionOf } from '../session/require-person.ts';
import { auditOrigin } from '../wire/audit-origin.ts';
import { myConnections } from './my-connections.ts';

/** The same answer for a connection that is somebody else's, so an id cannot be probed. */
function noSuchConnection(): AppError {
  return new AppError('not_found', 'You have no such connection. Reload the page to see the ones you have.');
}

export async function connectionsRoutes(app: FastifyInstance, { pool, clock }: ConsoleDeps): Promise<void> {
  app.get('/connections', async (request): Promise<ConnectionsView> => {
    const { person } = sessionOf(request);
    return { connections: await withQueries(pool, (db) => myConnections(db, person.id, clock())) };
  });

  app.post(
    '/connections/:id/revoke',
    async (request: FastifyRequest<{ Params: { id: string } }>): Promise<ConnectionView> => {
      const { person } = sessionOf(request);
      const { id } = request.params;
      if (!z.uuid().safeParse(id).success) throw noSuchConnection();
      return transaction(pool, async (db) => {
        const own = await db
          .selectFrom('connection')
          .select(['organizationId', 'clientId'])
          .where('id', '=', id)
          .where('userId', '=', person.id)
          .executeTakeFirst();
        if (!own) throw noSuchConnection();
        // One that has ended already is answered as it is: the person's wish is met.
        if (await revokeConnection(db, id, 'owner')) {
          await recordEvents(db, [
            {
              action: 'connection.revoked',
              organizationId: own.organizationId,
              connectionId: id,
              clientId: own.clientId,
              userId: person.id,
              details: { reason: 'owner' },
              ...auditOrigin(request),
            },
          ]);
        }
        const [view] = await myConnections(db, person.id, clock(), id);
        if (!view) throw noSuchConnection();
        return view;
      });
    },
  );
}
