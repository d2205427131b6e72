import type { OrganizationView, SessionView } from '@countersign/contracts/console-api';
import type { Role } from '@countersign/contracts/scopes';
import type { Queries } from '@countersign/db/connections/named-statements';
import { withQueries } from '@countersign/db/connections/transaction';
import type { FastifyInstance } from 'fastify';
import type { ConsoleDeps } from '../../console-deps.ts';
import { csrfTokenOf, sessionOf } from './require-person.ts';

async function organizationsOf(queries: Queries, userId: string, mcpUrl: string): Promise<OrganizationView[]> {
  const rows = await queries
    .selectFrom('membership')
    .innerJoin('organization', 'organization.id', 'membership.organizationId')
    .select(['slug', 'name', 'role', 'mcpAccess', 'mcpWrite', 'mcpBillingWrite'])
    .where('userId', '=', userId)
    .orderBy('name')
    .execute();
  return rows.map((row) => ({
    slug: row.slug,
    name: row.name,
    role: row.role as Role,
    switches: { access: row.mcpAccess, write: row.mcpWrite, billingWrite: row.mcpBillingWrite },
    connectorUrl: `${mcpUrl}/mcp/o/${row.slug}`,
  }));
}

export async function sessionRoutes(app: FastifyInstance, { env, pool }: ConsoleDeps): Promise<void> {
  app.get('/session', async (request): Promise<SessionView> => {
    const session = sessionOf(request);
    const organizations = await withQueries(pool, (db) => organizationsOf(db, session.person.id, env.mcpUrl));
    return {
      person: session.person,
      organizations,
      connectorUrl: `${env.mcpUrl}/mcp`,
      showsMail: env.mailFolder !== null,
      csrfToken: csrfTokenOf(session, env.secretKey),
    };
  });
}
