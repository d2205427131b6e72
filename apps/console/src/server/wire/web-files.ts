import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { withQueries } from '@countersign/db/connections/transaction';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import type { ConsoleDeps } from '../../console-deps.ts';
import { findConsoleSession } from '../session/console-session.ts';
import { sessionCookie } from '../session/session-cookie.ts';
import { sendNotice } from './notice-page.ts';

/** Stands in the built page where each response's own nonce goes; vite.config.ts puts it there. */
const NONCE_PLACEHOLDER = 'NONCE_OF_THE_RESPONSE';

const NOT_BUILT = {
  status: 503,
  title: 'The pages are not built',
  text: 'This console was started without its built pages. Whoever runs it builds them with: npm run build --workspace @countersign/console',
};

/**
 * The built pages. Every address that is not a file and asks for a page gets the one page there is, which reads the address;
 * a browser that is not signed in is first sent to sign in, and comes back to the same address.
 */
export async function webFiles(app: FastifyInstance, deps: ConsoleDeps & { directory: string }): Promise<void> {
  const { directory, env, pool, clock } = deps;
  const page = await readFile(join(directory, 'index.html'), 'utf8').catch(() => undefined);
  const cookie = sessionCookie(env);

  if (page === undefined) app.log.warn({ directory }, NOT_BUILT.text);
  else {
    await app.register(fastifyStatic, {
      root: directory,
      index: false,
      wildcard: false,
      preCompressed: true,
      globIgnore: ['**/index.html', '**/*.br', '**/*.gz'],
      // Built file names hold a digest of their content, all but the few at the top.
      setHeaders: (response, path) => {
        const isHashed = path.includes('/assets/');
        response.header('cache-control', isHashed ? 'public, max-age=31536000, immutable' : 'public, max-age=300');
      },
    });
  }

  app.setNotFoundHandler(async (request, reply) => {
    const asksForPage =
      (request.method === 'GET' || request.method === 'HEAD') &&
      /text\/html|\*\/\*/.test(request.headers.accept ?? '*/*');
    const isFile = /\.[a-z0-9]+$/i.test(request.url.split('?')[0] ?? '');
    if (!asksForPage || isFile) return reply.code(404).type('text/plain').send('There is nothing at this address.');
    if (page === undefined) return sendNotice(reply, NOT_BUILT);
    const sessionId = cookie.read(request);
    const session = sessionId && (await withQueries(pool, (db) => findConsoleSession(db, sessionId, clock())));
    if (!session) return reply.redirect(`/auth/sign-in?return_to=${encodeURIComponent(request.url)}`, 303);
    return reply
      .type('text/html; charset=utf-8')
      .header('cache-control', 'no-store')
      .send(page.replaceAll(NONCE_PLACEHOLDER, reply.cspNonce.style));
  });
}
