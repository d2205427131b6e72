import { AppError } from '@countersign/contracts/errors';
import { withQueries } from '@countersign/db/connections/transaction';
import { deriveKey, isSignedBy, sign } from '@countersign/runtime/secret-key';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ConsoleDeps } from '../../console-deps.ts';
import { CrossSiteRequest } from '../wire/api-errors.ts';
import { type ConsoleSession, findConsoleSession } from './console-session.ts';
import { sessionCookie } from './session-cookie.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set on every route behind `requirePerson`. */
    consoleSession: ConsoleSession | null;
  }
}

const READING = new Set(['GET', 'HEAD']);

/**
 * Puts the routes of `app` behind a console session. A change must also come from our own pages: from our origin, as JSON,
 * with the session's CSRF token. Says nothing about what the person may do.
 */
export function requirePerson(app: FastifyInstance, { env, pool, clock }: ConsoleDeps): void {
  const cookie = sessionCookie(env);
  const csrfKey = deriveKey(env.secretKey, 'csrf', 'console');

  app.decorateRequest('consoleSession', null);
  app.addHook('onRequest', async (request, reply) => {
    void reply.header('cache-control', 'no-store');
    const id = cookie.read(request);
    const session = id && (await withQueries(pool, (db) => findConsoleSession(db, id, clock())).catch(unavailable));
    if (!session) throw new AppError('unauthenticated', 'You are signed out. Sign in to go on.');
    request.consoleSession = session;
    if (READING.has(request.method)) return;
    const { origin, 'x-csrf-token': token, 'content-type': contentType } = request.headers;
    const isOurs =
      origin === env.consoleUrl &&
      /^application\/json\s*(;|$)/i.test(contentType ?? '') &&
      typeof token === 'string' &&
      isSignedBy(csrfKey, token, session.idHash.toString('hex'));
    if (!isOurs) throw new CrossSiteRequest();
  });
}

/** The first question of every request fails when the database does, so this is where people are told. */
function unavailable(cause: unknown): never {
  throw new AppError(
    'unavailable',
    'The console cannot reach its database. Whoever runs this service should see that it is started.',
    { cause },
  );
}

/** The session of a request behind `requirePerson`. */
export function sessionOf(request: FastifyRequest): ConsoleSession {
  if (!request.consoleSession) throw new Error('The route is not behind requirePerson.');
  return request.consoleSession;
}

/** The token a page sends back with each change: bound to the session, so it ends with it. */
export function csrfTokenOf(session: ConsoleSession, secretKey: string): string {
  return sign(deriveKey(secretKey, 'csrf', 'console'), session.idHash.toString('hex'));
}
