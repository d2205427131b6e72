import { letWritesFinish } from '@countersign/access/let-writes-finish';
import type { OrganizationCard, WriteAccessView } from '@countersign/contracts/console-api';
import { AppError } from '@countersign/contracts/errors';
import { transaction, withQueries } from '@countersign/db/transaction';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { ConsoleDeps } from '../../app.ts';
import { sessionOf } from '../session/require-person.ts';
import { auditOrigin } from '../wire/audit-origin.ts';
import { changeWriteAccess } from './change-write-access.ts';
import { adminMembershipIn, organizationCard } from './organization-membership.ts';
import { writeAccessView } from './write-access-view.ts';

type OfOrganization = FastifyRequest<{ Params: { slug: string } }>;

const Change = z.strictObject({ write: z.boolean().optional(), billingWrite: z.boolean().optional() });

export async function writeAccessRoutes(app: FastifyInstance, { pool, clock }: ConsoleDeps): Promise<void> {
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

  app.patch('/orgs/:slug/write-access', async (request: OfOrganization): Promise<WriteAccessView> => {
    const { person } = sessionOf(request);
    return transaction(pool, async (db) => {
      // Asked once before the queue is held up, so that only an admin can do that, and again when nothing moves any more.
      const { organization } = await adminMembershipIn(db, person.id, request.params.slug);
      await letWritesFinish(db, organization.id);
      const membership = await adminMembershipIn(db, person.id, request.params.slug, { forChange: true });
      const change = Change.safeParse(request.body);
      if (!change.success) {
        throw new AppError(
          'invalid_input',
          'A change names "write" or "billingWrite", each true or false, and nothing else.',
        );
      }
      await changeWriteAccess(db, membership, change.data, {
        userId: person.id,
        now: clock(),
        origin: auditOrigin(request),
      });
      return writeAccessView(db, membership.organization.id, clock());
    });
  });
}
