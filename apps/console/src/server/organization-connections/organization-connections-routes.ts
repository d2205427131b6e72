import { recordEvents } from '@countersign/access/audit/audit';
import { revokeConnections } from '@countersign/access/gate/revoke-connection';
import { noticeOfRevocation } from '@countersign/access/notices/connection-revoked-by-admin';
import type { ActivityPage } from '@countersign/contracts/console-connections';
import type { OrganizationConnectionsView, RevokedConnectionsView } from '@countersign/contracts/console-organization';
import { AppError } from '@countersign/contracts/errors';
import type { Queries } from '@countersign/db/connections/named-statements';
import { transaction, withQueries } from '@countersign/db/connections/transaction';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { ConsoleDeps } from '../../console-deps.ts';
import { activityPage } from '../activity/activity-page.ts';
import { sessionOf } from '../session/require-person.ts';
import { auditOrigin } from '../wire/audit-origin.ts';
import { timeCursor } from '../wire/time-cursor.ts';
import { adminAboutToChange, adminMembershipIn } from '../write-access/organization-membership.ts';
import { liveConnectionsOfClient, organizationClients } from './organization-clients.ts';
import { organizationConnections, organizationConnectionsById } from './organization-connections.ts';

type OfOrganization = FastifyRequest<{ Params: { slug: string }; Querystring: Record<string, unknown> }>;
type OfConnection = FastifyRequest<{ Params: { slug: string; id: string } }>;

const CLIENT_KEY_LENGTH_MAX = 2048;
const Filter = z.object({
  state: z.enum(['active', 'ended']).default('active'),
  client: z.string().max(CLIENT_KEY_LENGTH_MAX).optional(),
  owner: z.string().max(320).optional(),
});
const WRITES_PAGE = 50;
const WritesQuery = z.object({ cursor: z.string().max(1024).optional() });
const OfClient = z.strictObject({ clientKey: z.string().max(CLIENT_KEY_LENGTH_MAX) });

/** For admins alone: a connection of anybody in the organization can be seen and ended. */
export async function organizationConnectionsRoutes(
  app: FastifyInstance,
  { env, pool, clock }: ConsoleDeps,
): Promise<void> {
  app.get('/orgs/:slug/connections', async (request: OfOrganization): Promise<OrganizationConnectionsView> => {
    const { person } = sessionOf(request);
    return withQueries(pool, async (db) => {
      const { organization } = await adminMembershipIn(db, person.id, request.params.slug);
      const filter = Filter.safeParse(request.query);
      if (!filter.success) {
        throw new AppError('invalid_input', 'This filter is not one of this list. Open the page without it.');
      }
      const after = timeCursor(request.query['cursor']);
      return {
        organization: { slug: organization.slug, name: organization.name },
        ...(await organizationConnections(db, organization.id, filter.data, after, clock())),
        clients: await organizationClients(db, organization.id, clock()),
      };
    });
  });

  // What it read is its owner's alone, and so is from where they wrote.
  app.get('/orgs/:slug/connections/:id/writes', async (request: OfConnection): Promise<ActivityPage> => {
    const { person } = sessionOf(request);
    const { id } = request.params;
    return withQueries(pool, async (db) => {
      const { organization } = await adminMembershipIn(db, person.id, request.params.slug);
      const query = WritesQuery.safeParse(request.query);
      if (!query.success) throw new AppError('invalid_input', 'The page asked for is none of this list. Start again.');
      const ids = z.uuid().safeParse(id).success ? [id] : [];
      const found = await organizationConnectionsById(db, organization.id, ids, clock());
      if (found.length === 0) throw noSuchConnection();
      return activityPage(db, {
        of: { connectionId: id },
        viewerId: person.id,
        kind: 'writes',
        limit: WRITES_PAGE,
        ...query.data,
      });
    });
  });

  app.post('/orgs/:slug/connections/:id/revoke', async (request: OfConnection): Promise<RevokedConnectionsView> => {
    const { id } = request.params;
    return transaction(pool, async (db) => {
      const { organization } = await adminAboutToChange(db, sessionOf(request).person.id, request.params.slug);
      const ids = z.uuid().safeParse(id).success ? [id] : [];
      await revokeAsAdmin(db, organization.id, ids, request);
      const connections = await organizationConnectionsById(db, organization.id, ids, clock());
      if (connections.length === 0) throw noSuchConnection();
      return { connections };
    });
  });

  app.post(
    '/orgs/:slug/connections/revoke-client',
    async (request: OfOrganization): Promise<RevokedConnectionsView> => {
      return transaction(pool, async (db) => {
        const { organization } = await adminAboutToChange(db, sessionOf(request).person.id, request.params.slug);
        const client = OfClient.safeParse(request.body);
        if (!client.success) throw new AppError('invalid_input', 'A revocation names "clientKey", and nothing else.');
        const ids = await liveConnectionsOfClient(db, organization.id, client.data.clientKey, clock());
        await revokeAsAdmin(db, organization.id, ids, request);
        return { connections: await organizationConnectionsById(db, organization.id, ids, clock()) };
      });
    },
  );

  /** Ends them, records each and tells its owner; one that has ended already stays as it is. */
  async function revokeAsAdmin(
    queries: Queries,
    organizationId: string,
    ids: readonly string[],
    request: FastifyRequest,
  ): Promise<void> {
    const revoked = await revokeConnections(queries, organizationId, ids, 'admin');
    await recordEvents(
      queries,
      revoked.map(({ id, userId, clientId }) => ({
        action: 'connection.revoked' as const,
        organizationId,
        connectionId: id,
        userId,
        clientId,
        details: { reason: 'admin' },
        ...auditOrigin(request),
      })),
    );
    const ended = revoked.map(({ id }) => id);
    await noticeOfRevocation(queries, ended, sessionOf(request).person, clock(), env.consoleUrl);
  }
}

function noSuchConnection(): AppError {
  return new AppError('not_found', 'The organization has no such connection. Reload the page to see those it has.');
}
