import { join } from 'node:path';
import { AppError } from '@countersign/contracts/errors';
import { databaseAnswers } from '@countersign/db/connections/database-answers';
import { serveOperations } from '@countersign/runtime/operations';
import { serverOptions } from '@countersign/runtime/server-options';
import cookie from '@fastify/cookie';
import Fastify, { type FastifyInstance } from 'fastify';
import type { ConsoleDeps } from './console-deps.ts';
import { activityRoutes } from './server/activity/activity-routes.ts';
import { myApiKeysRoutes } from './server/api-keys/my-api-keys-routes.ts';
import { organizationApiKeysRoutes } from './server/api-keys/organization-api-keys-routes.ts';
import { assistantsRoutes } from './server/assistants/assistants-routes.ts';
import { changeRulesRoutes } from './server/change-rules/change-rules-routes.ts';
import { clientsRoutes } from './server/clients/clients-routes.ts';
import { companyRoutes } from './server/company/company-routes.ts';
import { connectionsRoutes } from './server/connections/connections-routes.ts';
import { devMailRoutes } from './server/dev-mail/dev-mail-routes.ts';
import { docsRoutes } from './server/docs/docs-routes.ts';
import { healthRoutes } from './server/health/health-routes.ts';
import { inboxRoutes } from './server/inbox/inbox-routes.ts';
import { membersRoutes } from './server/members/members-routes.ts';
import { organizationConnectionsRoutes } from './server/organization-connections/organization-connections-routes.ts';
import { recordsRoutes } from './server/records/records-routes.ts';
import { requirePerson } from './server/session/require-person.ts';
import { sessionRoutes } from './server/session/session-routes.ts';
import { signInRoutes } from './server/sign-in/sign-in-routes.ts';
import { signOutRoute } from './server/sign-in/sign-out-route.ts';
import { signInsRoutes } from './server/sign-ins/sign-ins-routes.ts';
import { createPublicCatalogueOf } from './server/tool-catalogue/public-catalogue-of.ts';
import { toolCatalogueRoutes } from './server/tool-catalogue/tool-catalogue-routes.ts';
import { answerApiErrors } from './server/wire/api-errors.ts';
import { answerPageErrors } from './server/wire/page-errors.ts';
import { securityHeaders } from './server/wire/security-headers.ts';
import { webFiles } from './server/wire/web-files.ts';
import { writeAccessRoutes } from './server/write-access/write-access-routes.ts';

const BUILT_PAGES = join(import.meta.dirname, '../dist/web');
/** No body of this API comes near it. */
const BODY_BYTES_MAX = 64 * 1024;

/** The console: its API, signing in, and the pages. Opens no port; closing it leaves the pool to its owner. */
export async function buildApp(deps: ConsoleDeps): Promise<FastifyInstance> {
  const { env, pool, toolsPool, log } = deps;
  const catalogueOf = createPublicCatalogueOf(deps);
  const app: FastifyInstance = Fastify({
    ...serverOptions({ log, trustProxy: env.trustProxy }),
    bodyLimit: BODY_BYTES_MAX,
  });
  answerPageErrors(app);
  app.removeContentTypeParser('text/plain');
  await app.register(cookie);
  await securityHeaders(app, env);
  serveOperations(app, {
    ready: async () => {
      await Promise.all([databaseAnswers(pool), databaseAnswers(toolsPool)]);
      return {};
    },
    metricsToken: env.metricsToken,
  });

  await app.register(docsRoutes, deps);
  await app.register(signInRoutes, deps);
  await app.register(async (signedIn) => {
    answerApiErrors(signedIn);
    requirePerson(signedIn, deps);
    await signedIn.register(signOutRoute, deps);
    await signedIn.register(
      async (api) => {
        // Inside the prefix, so that an unknown path under /api is answered as the API answers, not with a page.
        api.setNotFoundHandler(() => {
          throw new AppError('not_found', 'There is nothing at this address.');
        });
        await api.register(sessionRoutes, deps);
        await api.register(connectionsRoutes, deps);
        await api.register(activityRoutes, deps);
        await api.register(writeAccessRoutes, deps);
        await api.register(assistantsRoutes, deps);
        await api.register(clientsRoutes, deps);
        await api.register(companyRoutes, deps);
        await api.register(organizationConnectionsRoutes, deps);
        await api.register(membersRoutes, deps);
        await api.register(devMailRoutes, deps);
        await api.register(recordsRoutes, deps);
        await api.register(inboxRoutes, deps);
        await api.register(changeRulesRoutes, deps);
        await api.register(healthRoutes, deps);
        await api.register(toolCatalogueRoutes, { catalogueOf });
        await api.register(myApiKeysRoutes, { ...deps, catalogueOf });
        await api.register(organizationApiKeysRoutes, { ...deps, catalogueOf });
        await api.register(signInsRoutes, deps);
      },
      { prefix: '/api' },
    );
  });
  await app.register(webFiles, { ...deps, directory: deps.webDirectory ?? BUILT_PAGES });
  return app;
}
