import { recordEvents } from '@countersign/access/audit/audit';
import { revokeConnections } from '@countersign/access/gate/revoke-connection';
import { noticeOfRevocation } from '@countersign/access/notices/connection-revoked-by-admin';
import { createClient } from '@countersign/access/principals/create-client';
import { CLIENTS_MAX, type ClientsView, type MadeClientView } from '@countersign/contracts/console-clients';
import { AppError } from '@countersign/contracts/errors';
import { OAUTH_SCOPES } from '@countersign/contracts/scopes';
import { transaction, withQueries } from '@countersign/db/connections/transaction';
import { deriveKey } from '@countersign/runtime/secret-key';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ConsoleDeps } from '../../console-deps.ts';
import { sessionOf } from '../session/require-person.ts';
import { requireRecentSignIn } from '../session/require-recent-sign-in.ts';
import { auditOrigin } from '../wire/audit-origin.ts';
import { adminAboutToChange, adminMembershipIn } from '../write-access/organization-membership.ts';
import { clientViews } from './client-views.ts';
import { readNewClient } from './new-client.ts';

type OfOrganization = FastifyRequest<{ Params: { slug: string } }>;
type OfClient = FastifyRequest<{ Params: { slug: string; id: string } }>;

/** For admins alone: the clients with a secret that they made for hosts that ask for one, each bound to the organization. */
export async function clientsRoutes(app: FastifyInstance, { env, pool, clock }: ConsoleDeps): Promise<void> {
  app.get('/orgs/:slug/clients', async (request: OfOrganization): Promise<ClientsView> => {
    const { person } = sessionOf(request);
    return withQueries(pool, async (db) => {
      const { organization } = await adminMembershipIn(db, person.id, request.params.slug);
      return {
        organization: { slug: organization.slug, name: organization.name },
        clients: await clientViews(db, { organizationId: organization.id }, clock()),
      };
    });
  });

  app.post('/orgs/:slug/clients', async (request: OfOrganization): Promise<MadeClientView> => {
    const { person } = sessionOf(request);
    await withQueries(pool, (db) => adminMembershipIn(db, person.id, request.params.slug));
    requireRecentSignIn(request, clock());
    const wanted = readNewClient(request.body);
    return transaction(pool, async (db) => {
      const { organization } = await adminAboutToChange(db, person.id, request.params.slug);
      const organizationId = organization.id;
      const there = await clientViews(db, { organizationId }, clock());
      if (there.length >= CLIENTS_MAX) {
        throw new AppError('conflict', `There are ${CLIENTS_MAX} clients already, which is the most. End one first.`);
      }
      const sealingKey = deriveKey(env.secretKey, 'sealing');
      const { id, secret } = await createClient(db, sealingKey, { ...wanted, organizationId, madeBy: person.id });
      await recordEvents(db, [
        {
          action: 'client.registered',
          organizationId,
          clientId: id,
          userId: person.id,
          details: { ...wanted },
          ...auditOrigin(request),
        },
      ]);
      const [client] = await clientViews(db, { organizationId, id }, clock());
      if (!client) throw new Error('A client that was made is not there.');
      return {
        client,
        secret,
        authorizationUrl: `${env.authUrl}/oauth/authorize`,
        tokenUrl: `${env.authUrl}/oauth/token`,
        scopes: OAUTH_SCOPES.join(' '),
      };
    });
  });

  app.post('/orgs/:slug/clients/:id/end', async (request: OfClient): Promise<ClientsView> => {
    const { person } = sessionOf(request);
    const { slug, id } = request.params;
    return transaction(pool, async (db) => {
      const { organization } = await adminAboutToChange(db, person.id, slug);
      const organizationId = organization.id;
      const [client] = await clientViews(db, { organizationId, id }, clock());
      if (!client) {
        throw new AppError('not_found', 'The organization has no such client. Reload the page to see those it has.');
      }
      const connections = await db
        .selectFrom('connection')
        .select('id')
        .where('organizationId', '=', organizationId)
        .where('clientId', '=', id)
        .where('revokedAt', 'is', null)
        .execute();
      const ids = connections.map((one) => one.id);
      const revoked = await revokeConnections(db, organizationId, ids, 'admin');
      await db.deleteFrom('client').where('organizationId', '=', organizationId).where('id', '=', id).execute();
      const origin = auditOrigin(request);
      await recordEvents(db, [
        ...revoked.map((one) => ({
          action: 'connection.revoked' as const,
          organizationId,
          connectionId: one.id,
          userId: one.userId,
          clientId: id,
          details: { reason: 'admin' },
          ...origin,
        })),
        {
          action: 'client.ended',
          organizationId,
          clientId: id,
          userId: person.id,
          details: { name: client.name },
          ...origin,
        },
      ]);
      const ended = revoked.map((one) => one.id);
      await noticeOfRevocation(db, ended, person, clock(), env.consoleUrl);
      return {
        organization: { slug: organization.slug, name: organization.name },
        clients: await clientViews(db, { organizationId }, clock()),
      };
    });
  });
}
