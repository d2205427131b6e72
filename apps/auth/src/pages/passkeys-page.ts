import { isRecentSignIn } from '@countersign/access/principals/recent-sign-in';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { addPasskey, registrationOptions } from '../passkeys/add-passkey.ts';
import { myPasskeys, removePasskey } from '../passkeys/my-passkeys.ts';
import type { LoginSession } from '../people/login-session.ts';
import { shownName } from '../people/shown-name.ts';
import { originOf } from '../provider/request-origin.ts';
import { type PasskeysView, passkeysView } from '../views/passkeys.ts';
import { refuseForm } from './error-pages.ts';
import type { PageContext } from './page-context.ts';
import { sendPage } from './send-page.ts';
import { endLoginSession } from './sign-out-page.ts';

const PAGE = '/account/passkeys';
const SIGN_IN = `/sign-in?return_to=${encodeURIComponent(PAGE)}`;

const Name = shownName('Give it a name.', 64);

type Again = Pick<PasskeysView, 'name' | 'nameProblem' | 'alertText' | 'done'>;
type Body = { readonly name?: unknown; readonly credential?: unknown; readonly id?: unknown } | undefined;

export function passkeysPage(app: FastifyInstance, ctx: PageContext): void {
  const { guard, pool, sessions, clock, urls, challenges } = ctx;
  const passkeyDeps = { pool, challenges, authUrl: urls.auth };

  const isRecent = (session: LoginSession) => isRecentSignIn(session, clock());

  async function show(
    request: FastifyRequest,
    reply: FastifyReply,
    session: LoginSession,
    again: Again = {},
    status = 200,
  ): Promise<FastifyReply> {
    const { person } = session;
    const formToken = guard.tokenFor(request, reply, 'passkeys', session);
    const passkeys = await myPasskeys(pool, person.id);
    const options = isRecent(session)
      ? JSON.stringify(await registrationOptions(challenges, urls.auth, { person, passkeys, formToken }))
      : null;
    return sendPage(
      reply,
      passkeysView({ person, passkeys, formToken, options, consoleUrl: urls.console, ...again }),
      status,
    );
  }

  /** The session of a posted form, or undefined when the answer has been sent. */
  async function posted(request: FastifyRequest, reply: FastifyReply): Promise<LoginSession | undefined> {
    const session = await sessions.find(request);
    if (session && guard.holds(request, 'passkeys', session)) return session;
    if (session) refuseForm(reply, PAGE);
    else reply.redirect(SIGN_IN, 303);
    return undefined;
  }

  app.get(PAGE, async (request, reply) => {
    const session = await sessions.find(request);
    if (!session) return reply.redirect(SIGN_IN, 303);
    const isAdded = (request.query as { done?: unknown }).done === 'added';
    return show(
      request,
      reply,
      session,
      isAdded ? { done: 'The passkey is added. You can sign in with it from now on.' } : {},
    );
  });

  app.post<{ Body: Body }>(PAGE, async (request, reply) => {
    const session = await posted(request, reply);
    if (!session) return reply;
    if (!isRecent(session)) {
      return show(request, reply, session, { alertText: 'You signed in a while ago. Nothing was added.' }, 403);
    }
    const name = Name.safeParse(request.body?.name);
    if (!name.success) {
      return show(request, reply, session, { nameProblem: name.error.issues[0]?.message }, 400);
    }
    const formToken = guard.tokenFor(request, reply, 'passkeys', session);
    const passkey = { person: session.person, name: name.data, credential: request.body?.credential, formToken };
    if (await addPasskey(passkeyDeps, passkey, originOf(request))) return reply.redirect(`${PAGE}?done=added`, 303);
    const alertText =
      'The passkey was not added: this page was open for too long, or the passkey is of another site. Try again.';
    return show(request, reply, session, { name: name.data, alertText }, 400);
  });

  app.post<{ Body: Body }>(`${PAGE}/remove`, async (request, reply) => {
    const session = await posted(request, reply);
    if (!session) return reply;
    const id = typeof request.body?.id === 'string' ? request.body.id : '';
    const removed = await removePasskey(pool, session.person, id, urls.auth, originOf(request));
    return show(request, reply, session, {
      done:
        removed === undefined
          ? 'That passkey was removed already.'
          : `“${removed}” does not sign you in any more. You can delete it on your device, too.`,
    });
  });

  app.post(`${PAGE}/sign-in-again`, async (request, reply) => {
    const session = await posted(request, reply);
    if (!session) return reply;
    await endLoginSession(ctx, request, reply, session);
    return reply.redirect(SIGN_IN, 303);
  });
}
