import type { OrganizationCard, WriteAccessView } from '@countersign/contracts/console-api';
import type { WriteAccessHistoryView } from '@countersign/contracts/console-organization';
import { AppError } from '@countersign/contracts/errors';
import { transaction, withQueries } from '@countersign/db/connections/transaction';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { ConsoleDeps } from '../../console-deps.ts';
import { sessionOf } from '../session/require-person.ts';
import { requireRecentSignIn } from '../session/require-recent-sign-in.ts';
import { auditOrigin } from '../wire/audit-origin.ts';
import { changeWriteAccess } from './change-write-access.ts';
import { decideRequests, openRequest } from './decide-requests.ts';
import { adminAboutToChange, adminMembershipIn, organizationCard } from './organization-membership.ts';
import { writeAccessHistory } from './write-access-history.ts';
import { writeAccessView } from './write-access-view.ts';

type OfOrganization = FastifyRequest<{ Params: { slug: string }; Querystring: Record<string, unknown> }>;
type OfRequest = FastifyRequest<{ Params: { slug: string; id: string } }>;

const Change = z.strictObject({
  access: z.boolean().optional(),
  write: z.boolean().optional(),
  billingWrite: z.boolean().optional(),
});

export async function writeAccessRoutes(app: FastifyInstance, { env, pool, clock }: ConsoleDeps): Promise<void> {
  const decider = (request: FastifyRequest) => ({
    userId: sessionOf(request).person.id,
    now: clock(),
    origin: auditOrigin(request),
    consoleUrl: env.consoleUrl,
  });

  app.get('/orgs/:slug', async (request: OfOrganization): Promise<OrganizationCard> => {
    const { person } = sessionOf(request);
    return withQueries(pool, (db) => organizationCard(db, person.id, request.params.slug));
  });

  app.get('/orgs/:slug/write-access', async (request: OfOrganization): Promise<WriteAccessView> => {
    const { person } = sessionOf(request);
    return withQueries(pool, async (db) => {
      const { organization } = await adminMembershipIn(db, person.id, request.params.slug);
      return writeAccessView(db, organization.id, clock());
    });
  });

  app.get('/orgs/:slug/write-access/history', async (request: OfOrganization): Promise<WriteAccessHistoryView> => {
    const { person } = sessionOf(request);
    return withQueries(pool, async (db) => {
      const { organization } = await adminMembershipIn(db, person.id, request.params.slug);
      return writeAccessHistory(db, organization.id, request.query['cursor']);
    });
  });

  app.patch('/orgs/:slug/write-access', async (request: OfOrganization): Promise<WriteAccessView> => {
    const by = decider(request);
    return transaction(pool, async (db) => {
      const membership = await adminAboutToChange(db, by.userId, request.params.slug);
      const change = Change.safeParse(request.body);
      if (!change.success) {
        throw new AppError(
          'invalid_input',
          'A change names "access", "write" or "billingWrite", each true or false, and nothing else.',
        );
      }
      // Turning off takes nothing but what others may do, and may be urgent.
      if (Object.values(change.data).includes(true)) requireRecentSignIn(request, by.now);
      await changeWriteAccess(db, membership, change.data, by);
      return writeAccessView(db, membership.organization.id, by.now);
    });
  });

  app.post('/orgs/:slug/write-access/requests/:id/approve', async (request: OfRequest): Promise<WriteAccessView> => {
    const by = decider(request);
    return transaction(pool, async (db) => {
      const membership = await adminAboutToChange(db, by.userId, request.params.slug);
      requireRecentSignIn(request, by.now);
      const { billing } = await openRequest(db, membership.organization.id, requestIdOf(request));
      await changeWriteAccess(db, membership, { write: true, ...(billing && { billingWrite: true }) }, by);
      return writeAccessView(db, membership.organization.id, by.now);
    });
  });

  app.post('/orgs/:slug/write-access/requests/:id/decline', async (request: OfRequest): Promise<WriteAccessView> => {
    const by = decider(request);
    return transaction(pool, async (db) => {
      const { organization } = await adminAboutToChange(db, by.userId, request.params.slug);
      const id = requestIdOf(request);
      await openRequest(db, organization.id, id);
      await decideRequests(db, organization.id, 'declined', by, (open) => open.where('id', '=', id));
      return writeAccessView(db, organization.id, by.now);
    });
  });
}

/** An id that is none is an id of nothing. */
function requestIdOf({ params: { id } }: OfRequest): string {
  return z.uuid().safeParse(id).data ?? '00000000-0000-0000-0000-000000000000';
}
