import type { CreatedApiKeyView, MyApiKeysView, RevokedApiKeyView } from '@countersign/contracts/console-api-keys';
import { AppError } from '@countersign/contracts/errors';
import { transaction, withQueries } from '@countersign/db/transaction';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { ConsoleDeps } from '../../console-deps.ts';
import { sessionOf } from '../session/require-person.ts';
import type { PublicCatalogueOf } from '../tool-catalogue/public-catalogue-of.ts';
import { auditOrigin } from '../wire/audit-origin.ts';
import { membershipIn } from '../write-access/organization-membership.ts';
import { apiKeyViews } from './api-key-views.ts';
import { endApiKey } from './end-api-key.ts';
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

  app.post('/api-keys/:id/revoke', async (request: OfKey): Promise<RevokedApiKeyView> => {
    const { person } = sessionOf(request);
    const id = z.uuid().safeParse(request.params.id).data;
    if (id === undefined) throw noSuchKey();
    return transaction(pool, async (db) => {
      const own = await db
        .selectFrom('apiKey')
        .select('organizationId')
        .where('id', '=', id)
        .where('userId', '=', person.id)
        .executeTakeFirst();
      if (!own) throw noSuchKey();
      await endApiKey(db, own.organizationId, id, { reason: 'owner', by: person.id }, auditOrigin(request));
      const [apiKey] = await apiKeyViews(db, { userId: person.id, id }, clock());
      if (!apiKey) throw noSuchKey();
      return { apiKey };
    });
  });
}

/** The same answer for a key that is somebody else's, so an id cannot be probed. */
function noSuchKey(): AppError {
  return new AppError('not_found', 'You have no such API key. Reload the page to see the ones you have.');
}
