import type { RecordView } from '@countersign/contracts/console-records';
import { AppError } from '@countersign/contracts/errors';
import type { Authority, Role } from '@countersign/contracts/scopes';
import { withQueries } from '@countersign/db/connections/transaction';
import { inOrg } from '@countersign/db/tenancy/in-org';
import { readRecord } from '@countersign/domain/catalogue';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ConsoleDeps } from '../../console-deps.ts';
import { sessionOf } from '../session/require-person.ts';
import { membershipIn } from '../write-access/organization-membership.ts';

interface Params {
  readonly slug: string;
  readonly kind: string;
  readonly id: string;
}

/**
 * `GET /api/orgs/:slug/records/:kind/:id`: where the links of `search` and `fetch` lead. Read under row-level security as the tools role,
 * because the control role sees no record. Whatever the reason why nothing is there, the answer is the same.
 */
export async function recordsRoutes(app: FastifyInstance, { pool, toolsPool }: ConsoleDeps): Promise<void> {
  app.get('/orgs/:slug/records/:kind/:id', async (request: FastifyRequest<{ Params: Params }>): Promise<RecordView> => {
    const { slug, kind, id } = request.params;
    const { person } = sessionOf(request);
    try {
      const { organization, role } = await withQueries(pool, (db) => membershipIn(db, person.id, slug));
      const scope = { organizationId: organization.id, teamId: null };
      const authority = authorityOf(role);
      const record = await inOrg(toolsPool, scope, (tx) => readRecord({ authority }, tx, kind, id));
      return { ...record, kind, organization: { slug: organization.slug, name: organization.name } };
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'not_found') throw error;
      throw new AppError('not_found', 'There is no such record, or you may not see it.', { cause: error });
    }
  });
}

/** A person at the console reads what their role lets them: no client and no switch stands in between. */
function authorityOf(role: Role): Authority {
  const switches = { access: true, write: false, billingWrite: false };
  return { granted: { kind: 'personal_key', scopes: ['read:*'] }, switches, role, token: null };
}
