import { recordEvents } from '@countersign/access/audit/audit';
import { revokeConnection } from '@countersign/access/gate/revoke-connection';
import type { ConnectionsView, ConnectionView } from '@countersign/contracts/console-api';
import type { ConnectionSettingsView } from '@countersign/contracts/console-connections';
import type { Queries } from '@countersign/db/connections/named-statements';
import { transaction, withQueries } from '@countersign/db/connections/transaction';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ConsoleDeps } from '../../console-deps.ts';
import { sessionOf } from '../session/require-person.ts';
import { auditOrigin } from '../wire/audit-origin.ts';
import { readConnectionChange } from './connection-change.ts';
import { connectionSettings } from './connection-settings.ts';
import { editConnection } from './edit-connection.ts';
import { myConnections } from './my-connections.ts';
import { noSuchConnection, ownConnection } from './own-connection.ts';

type OfConnection = FastifyRequest<{ Params: { id: string } }>;

export async function connectionsRoutes(app: FastifyInstance, { pool, clock }: ConsoleDeps): Promise<void> {
  app.get('/connections', async (request): Promise<ConnectionsView> => {
    const { person } = sessionOf(request);
    return { connections: await withQueries(pool, (db) => myConnections(db, person.id, clock())) };
  });

  app.get('/connections/:id', async (request: OfConnection): Promise<ConnectionSettingsView> => {
    const { person } = sessionOf(request);
    return withQueries(pool, (db) => connectionSettings(db, person.id, request.params.id, clock()));
  });

  app.patch('/connections/:id', async (request: OfConnection): Promise<ConnectionView> => {
    const { person } = sessionOf(request);
    const { id } = request.params;
    return transaction(pool, async (db) => {
      await ownConnection(db, person.id, id);
      const change = readConnectionChange(request.body);
      await editConnection(db, person.id, id, change, { now: clock(), origin: auditOrigin(request) });
      return viewOf(db, person.id, id);
    });
  });

  app.post('/connections/:id/revoke', async (request: OfConnection): Promise<ConnectionView> => {
    const { person } = sessionOf(request);
    return transaction(pool, async (db) => {
      const { id, organizationId, clientId } = await ownConnection(db, person.id, request.params.id);
      // One that has ended already is answered as it is: the person's wish is met.
      if (await revokeConnection(db, id, 'owner')) {
        await recordEvents(db, [
          {
            action: 'connection.revoked',
            organizationId,
            connectionId: id,
            clientId,
            userId: person.id,
            details: { reason: 'owner' },
            ...auditOrigin(request),
          },
        ]);
      }
      return viewOf(db, person.id, id);
    });
  });

  async function viewOf(db: Queries, userId: string, id: string): Promise<ConnectionView> {
    const [view] = await myConnections(db, userId, clock(), id);
    if (!view) throw noSuchConnection();
    return view;
  }
}
