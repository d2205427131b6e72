import { recordEvents } from '@countersign/access/audit/audit';
import { withQueries } from '@countersign/db/connections/transaction';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { LoginSession } from '../people/login-session.ts';
import { originOf } from '../provider/request-origin.ts';
import { messageView } from '../views/message.ts';
import { signOutView } from '../views/sign-out.ts';
import { refuseForm } from './error-pages.ts';
import type { PageContext } from './page-context.ts';
import { sendPage } from './send-page.ts';

/** Ends the login session at this browser, and with it this browser's sessions in the console. Connections of clients live on. */
export async function endLoginSession(
  { pool, sessions }: PageContext,
  request: FastifyRequest,
  reply: FastifyReply,
  { person }: LoginSession,
): Promise<void> {
  await sessions.end(request, reply);
  await withQueries(pool, (db) =>
    recordEvents(db, [
      { action: 'sign_in.ended', userId: person.id, actorKind: 'user', actorId: person.id, ...originOf(request) },
    ]),
  );
}

export function signOutPage(app: FastifyInstance, ctx: PageContext): void {
  app.get('/sign-out', async (request, reply) => {
    const session = await ctx.sessions.find(request);
    if (!session) return sendPage(reply, signedOut);
    const formToken = ctx.guard.tokenFor(request, reply, 'sign-out', session);
    return sendPage(reply, signOutView({ person: session.person, formToken }));
  });

  app.post('/sign-out', async (request, reply) => {
    const session = await ctx.sessions.find(request);
    if (!session) return reply.redirect('/sign-out', 303);
    if (!ctx.guard.holds(request, 'sign-out', session)) return refuseForm(reply, '/sign-out');
    await endLoginSession(ctx, request, reply, session);
    return reply.redirect('/sign-out', 303);
  });
}

const signedOut = messageView({
  title: 'You are signed out',
  paragraphs: ['Clients you have connected stay connected. To end one, sign in and open your connections.'],
  link: { href: '/sign-in', text: 'Sign in' },
});
