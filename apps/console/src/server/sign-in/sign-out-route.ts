import { withQueries } from '@countersign/db/connections/transaction';
import type { FastifyInstance } from 'fastify';
import type { ConsoleDeps } from '../../console-deps.ts';
import { endConsoleSession } from '../session/console-session.ts';
import { sessionOf } from '../session/require-person.ts';
import { sessionCookie } from '../session/session-cookie.ts';

/** Ends the console session; the page then goes to `location`, where signing out of the authorization server is offered. */
export async function signOutRoute(app: FastifyInstance, { env, pool }: ConsoleDeps): Promise<void> {
  app.post('/auth/sign-out', async (request, reply) => {
    await withQueries(pool, (db) => endConsoleSession(db, sessionOf(request).idHash));
    sessionCookie(env).clear(reply);
    return { location: `${env.authUrl}/sign-out` };
  });
}
