import type { CreatedApiKeyView, MyApiKeysView, RevokedApiKeyView } from '@countersign/contracts/console-api-keys';
import type { ActivityPage } from '@countersign/contracts/console-connections';
import { AppError } from '@countersign/contracts/errors';
import type { Queries } from '@countersign/db/connections/named-statements';
import { transaction, withQueries } from '@countersign/db/connections/transaction';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { ConsoleDeps } from '../../console-deps.ts';
import { activityPage } from '../activity/activity-page.ts';
import { sessionOf } from '../session/require-person.ts';
import { requireRecentSignIn } from '../session/require-recent-sign-in.ts';
import type { PublicCatalogueOf } from '../tool-catalogue/public-catalogue-of.ts';
import { auditOrigin } from '../wire/audit-origin.ts';
import { membershipIn } from '../write-access/organization-membership.ts';
import { apiKeyViews } from './api-key-views.ts';
import { endApiKey } from './end-api-key.ts';
import { readKeyActivityQuery } from './key-activity-query.ts';
import { makeApiKey } from './make-api-key.ts';
import { assertScopes, readNewPersonalKey } from './new-api-key.ts';

type OfKey = FastifyRequest<{ Params: { id: string } }>;

/** The person's own keys: each in one organization they are a member of. */
export async function myApiKeysRoutes(
  app: FastifyInstance,
  { pool, clock, env, catalogueOf }: ConsoleDeps & { readonly catalogueOf: PublicCatalogueOf },
): Promise<void> {
  app.get('/api-keys', async (request): Promise<MyApiKeysView> => {
    const { person } = sessionOf(request);
    return { apiKeys: await withQueries(pool, (db) => apiKeyViews(db, { userId: person.id }, clock())) };
  });

  app.post('/api-keys', async (request): Promise<CreatedApiKeyView> => {
    requireRecentSignIn(request, clock());
    const { person } = sessionOf(request);
    const { organization, ...newKey } = readNewPersonalKey(request.body);
    const catalogue = await catalogueOf();
    return transaction(pool, async (db) => {
      const membership = await membershipIn(db, person.id, organization, { keepRole: true });
      assertScopes(newKey.scopes, catalogue, membership.role);
      const maker = { person, now: clock(), origin: auditOrigin(request), consoleUrl: env.consoleUrl };
      return makeApiKey(db, membership, person.id, newKey, maker);
    });
  });

  app.get('/api-keys/:id/activity', async (request: OfKey): Promise<ActivityPage> => {
    const { person } = sessionOf(request);
    return withQueries(pool, async (db) => {
      const { id } = await ownKey(db, person.id, request.params.id);
      const query = readKeyActivityQuery(request.query);
      return activityPage(db, { of: { apiKeyId: id }, viewerId: person.id, ...query });
    });
  });

  app.post('/api-keys/:id/revoke', async (request: OfKey): Promise<RevokedApiKeyView> => {
    const { person } = sessionOf(request);
    return transaction(pool, async (db) => {
      const { id, organizationId } = await ownKey(db, person.id, request.params.id);
      await endApiKey(db, organizationId, id, { reason: 'owner', by: person.id }, auditOrigin(request));
      const [apiKey] = await apiKeyViews(db, { userId: person.id, id }, clock());
      if (!apiKey) throw noSuchKey();
      return { apiKey };
    });
  });
}

/** The person's own key of this id, live or ended; `not_found` for anything else, nonsense included. */
async function ownKey(queries: Queries, userId: string, id: string) {
  if (!z.uuid().safeParse(id).success) throw noSuchKey();
  const own = await queries
    .selectFrom('apiKey')
    .select(['id', 'organizationId'])
    .where('id', '=', id)
    .where('userId', '=', userId)
    .executeTakeFirst();
  if (!own) throw noSuchKey();
  return own;
}

/** The same answer for a key that is somebody else's, so an id cannot be probed. */
function noSuchKey(): AppError {
  return new AppError('not_found', 'You have no such API key. Reload the page to see the ones you have.');
}
