import type {
  ConnectorHealthView,
  HealthFailure,
  OrganizationPolicyView,
} from '@countersign/contracts/console-connect';
import { AppError } from '@countersign/contracts/errors';
import { OAUTH_SCOPES, type Role } from '@countersign/contracts/scopes';
import type { Queries } from '@countersign/db/connections/named-statements';
import { withQueries } from '@countersign/db/connections/transaction';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ConsoleDeps } from '../../console-deps.ts';
import { connectionScopes } from '../connections/connection-scopes.ts';
import { sessionOf } from '../session/require-person.ts';
import { type Chain, connectorUrl } from './chain.ts';
import { connectorFailure } from './connector-failure.ts';

type HealthRequest = FastifyRequest<{ Querystring: { organization?: unknown } }>;

export async function healthRoutes(app: FastifyInstance, { env, pool, clock }: ConsoleDeps): Promise<void> {
  /** Many pages that ask at once share one walk, so they cannot be used to flood the other apps. */
  const walking = new Map<string, Promise<HealthFailure | null>>();
  const walk = (chain: Chain) => {
    const running = walking.get(chain.path);
    if (running) return running;
    const walked = connectorFailure(chain).finally(() => walking.delete(chain.path));
    walking.set(chain.path, walked);
    return walked;
  };

  app.get('/health/connector', async (request: HealthRequest): Promise<ConnectorHealthView> => {
    const { organization } = request.query;
    const slug = typeof organization === 'string' ? organization.toLowerCase() : undefined;
    const organizations = await withQueries(pool, (db) => policies(db, sessionOf(request).person.id, slug));
    if (slug !== undefined && organizations.length === 0) {
      throw new AppError('not_found', 'There is no such organization, or you are not a member of it.');
    }
    const path = slug === undefined ? '/mcp' : `/mcp/o/${slug}`;
    const chain = { mcpUrl: env.mcpUrl, authUrl: env.authUrl, path };
    const failure = await walk(chain);
    return { url: connectorUrl(chain), checkedAt: clock().toISOString(), failure, organizations };
  });
}

/** What each of the person's organizations lets through now, or that of one of them. */
async function policies(queries: Queries, userId: string, slug: string | undefined): Promise<OrganizationPolicyView[]> {
  const rows = await queries
    .selectFrom('membership')
    .innerJoin('organization', 'organization.id', 'membership.organizationId')
    .select(['slug', 'name', 'role', 'mcpAccess', 'mcpWrite', 'mcpBillingWrite', 'onlyListedClients'])
    .where('userId', '=', userId)
    .$if(slug !== undefined, (query) => query.where('slug', '=', slug ?? ''))
    .orderBy('name')
    .execute();
  return rows.map(({ slug, name, role, mcpAccess, mcpWrite, mcpBillingWrite, onlyListedClients }) => ({
    slug,
    name,
    onlyListed: onlyListedClients,
    scopes: connectionScopes(
      OAUTH_SCOPES,
      { access: mcpAccess, write: mcpWrite, billingWrite: mcpBillingWrite },
      role as Role,
    ),
  }));
}
