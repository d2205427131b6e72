import { CompanyChangeBody, type CompanyView } from '@countersign/contracts/console-company';
import { AppError } from '@countersign/contracts/errors';
import { transaction, withQueries } from '@countersign/db/connections/transaction';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ConsoleDeps } from '../../console-deps.ts';
import { sessionOf } from '../session/require-person.ts';
import { auditOrigin } from '../wire/audit-origin.ts';
import { adminAboutToChange, adminMembershipIn } from '../write-access/organization-membership.ts';
import { changeCompany, companyView } from './company-details.ts';

type OfOrganization = FastifyRequest<{ Params: { slug: string } }>;

/** For admins alone, and in the console alone: no tool writes who the organization is, or where its money goes. */
export async function companyRoutes(app: FastifyInstance, { pool, clock }: ConsoleDeps): Promise<void> {
  app.get('/orgs/:slug/company', async (request: OfOrganization): Promise<CompanyView> => {
    const { person } = sessionOf(request);
    return withQueries(pool, async (db) => {
      const { organization } = await adminMembershipIn(db, person.id, request.params.slug);
      return companyView(db, organization);
    });
  });

  app.put('/orgs/:slug/company', async (request: OfOrganization): Promise<CompanyView> => {
    const by = { userId: sessionOf(request).person.id, now: clock(), origin: auditOrigin(request) };
    return transaction(pool, async (db) => {
      const { organization } = await adminAboutToChange(db, by.userId, request.params.slug);
      const change = CompanyChangeBody.safeParse(request.body);
      if (!change.success) {
        throw new AppError('invalid_input', 'Some details do not fit. Correct the marked fields and save again.', {
          fields: change.error.issues.map(({ path, message }) => ({
            path: String(path.at(-1) ?? ''),
            problem: message,
          })),
        });
      }
      return changeCompany(db, organization, change.data, by);
    });
  });
}
