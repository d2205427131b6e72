import type {
  CreatedApiKeyView,
  OrganizationApiKeysView,
  RevokedApiKeyView,
} from '@countersign/contracts/console-api-keys';
import type { ActivityPage } from '@countersign/contracts/console-connections';
import { AppError } from '@countersign/contracts/errors';
import { transaction, withQueries } from '@countersign/db/connections/transaction';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { ConsoleDeps } from '../../console-deps.ts';
import { activityPage } from '../activity/activity-page.ts';
import { sessionOf } from '../session/require-person.ts';
import { requireRecentSignIn } from '../session/require-recent-sign-in.ts';
import type { PublicCatalogueOf } from '../tool-catalogue/public-catalogue-of.ts';
import { auditOrigin } from '../wire/audit-origin.ts';
import { adminAboutToChange, adminMembershipIn } from '../write-access/organization-membership.ts';
import { apiKeyViews } from './api-key-views.ts';
import { endApiKey } from './end-api-key.ts';
import { readKeyActivityQuery } from './key-activity-query.ts';
import { makeApiKey } from './make-api-key.ts';
import { assertScopes, readNewKey } from './new-api-key.ts';

type OfOrganization = FastifyRequest<{ Params: { slug: string } }>;
type OfKey = FastifyRequest<{ Params: { slug: string; id: string } }>;

/** For admins alone: the organization's own keys, and seeing and ending those of its members. */
export async function organizationApiKeysRoutes(
  app: FastifyInstance,
  { pool, clock, env, catalogueOf }: ConsoleDeps & { readonly catalogueOf: PublicCatalogueOf },
): Promise<void> {
  app.get('/orgs/:slug/api-keys', async (request: OfOrganization): Promise<OrganizationApiKeysView> => {
    const { person } = sessionOf(request);
    return withQueries(pool, async (db) => {
      const { organization } = await adminMembershipIn(db, person.id, request.params.slug);
      return {
        organization: { slug: organization.slug, name: organization.name },
        apiKeys: await apiKeyViews(db, { organizationId: organization.id }, clock()),
      };
    });
  });

  app.post('/orgs/:slug/api-keys', async (request: OfOrganization): Promise<CreatedApiKeyView> => {
    const { person } = sessionOf(request);
    const { slug } = request.params;
    await withQueries(pool, (db) => adminMembershipIn(db, person.id, slug));
    requireRecentSignIn(request, clock());
    const newKey = readNewKey(request.body);
    assertScopes(newKey.scopes, await catalogueOf(), null);
    return transaction(pool, async (db) => {
      const membership = await adminMembershipIn(db, person.id, slug, { keepRole: true });
      const maker = { person, now: clock(), origin: auditOrigin(request), consoleUrl: env.consoleUrl };
      return makeApiKey(db, membership, null, newKey, maker);
    });
  });

  // Of a member's key an admin sees its life and what it changed; what it read is its person's alone.
  app.get('/orgs/:slug/api-keys/:id/activity', async (request: OfKey): Promise<ActivityPage> => {
    const { person } = sessionOf(request);
    const id = z.uuid().safeParse(request.params.id).data;
    return withQueries(pool, async (db) => {
      const { organization } = await adminMembershipIn(db, person.id, request.params.slug);
      const [apiKey] = id === undefined ? [] : await apiKeyViews(db, { organizationId: organization.id, id }, clock());
      if (!apiKey) throw noSuchKey();
      const query = readKeyActivityQuery(request.query);
      const withoutReads = apiKey.kind === 'personal';
      return activityPage(db, { of: { apiKeyId: apiKey.id }, viewerId: person.id, withoutReads, ...query });
    });
  });

  app.post('/orgs/:slug/api-keys/:id/revoke', async (request: OfKey): Promise<RevokedApiKeyView> => {
    const { person } = sessionOf(request);
    const id = z.uuid().safeParse(request.params.id).data;
    return transaction(pool, async (db) => {
      const { organization } = await adminAboutToChange(db, person.id, request.params.slug);
      if (id === undefined) throw noSuchKey();
      await endApiKey(db, organization.id, id, { reason: 'admin', by: person.id }, auditOrigin(request));
      const [apiKey] = await apiKeyViews(db, { organizationId: organization.id, id }, clock());
      if (!apiKey) throw noSuchKey();
      return { apiKey };
    });
  });
}

function noSuchKey(): AppError {
  return new AppError('not_found', 'The organization has no such API key. Reload the page to see those it has.');
}
