import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import {
  acceptInvitation,
  declineInvitation,
  findInvitation,
  type Invitation,
  isMember,
} from '../people/invitation.ts';
import type { LoginSession } from '../people/login-session.ts';
import { originOf } from '../provider/request-origin.ts';
import { invitationView } from '../views/invitation.ts';
import { closedInvitation, joinedView, noInvitation, otherPersonView } from '../views/invitation-ends.ts';
import { refuseForm } from './error-pages.ts';
import type { FormName } from './form-guard.ts';
import { invitationCookie } from './invitation-cookie.ts';
import type { PageContext } from './page-context.ts';
import { sendPage } from './send-page.ts';
import { endLoginSession } from './sign-out-page.ts';

export const INVITATION_PATH = '/invitation';
const Token = z.string().max(200);

/** A form is bound to the invitation it was shown for, whichever the browser has opened since. */
export const invitationForm = ({ id }: Pick<Invitation, 'id'>): FormName => `invitation ${id}`;

/** Where an invitation's link leads: who invites whom into what, and then the invited person decides. */
export function invitationPage(app: FastifyInstance, ctx: PageContext): void {
  const { guard, pool, clock, sessions, urls } = ctx;
  const cookie = invitationCookie(ctx);

  const open = async (request: FastifyRequest) => {
    const key = cookie.read(request);
    const [invitation, session] = [key && (await findInvitation(pool, key, clock())), await sessions.find(request)];
    return { invitation, session };
  };

  app.get<{ Querystring: { token?: unknown } }>(INVITATION_PATH, async (request, reply) => {
    const token = Token.safeParse(request.query.token);
    if (token.success) {
      cookie.set(reply, token.data);
      return reply.redirect(INVITATION_PATH, 303);
    }
    const { invitation, session } = await open(request);
    if (!invitation) return sendPage(reply, noInvitation, 404);
    return show(request, reply, invitation, session);
  });

  const show = async (
    request: FastifyRequest,
    reply: FastifyReply,
    invitation: Invitation,
    session: LoginSession | undefined,
  ) => {
    const isInvited = session?.person.email === invitation.email;
    if (session && isInvited && (await isMember(pool, invitation.organizationId, session.person.id))) {
      return sendPage(reply, joinedView({ invitation, consoleUrl: urls.console }));
    }
    if (invitation.outcome) return sendPage(reply, closedInvitation(invitation.outcome), 410);
    const formToken = guard.tokenFor(request, reply, invitationForm(invitation), session ?? null);
    if (session && !isInvited) {
      return sendPage(reply, otherPersonView({ invitation, person: session.person, formToken }), 403);
    }
    return sendPage(reply, invitationView({ invitation, person: session?.person ?? null, formToken }));
  };

  /** The invitation a form of its page was sent for, or undefined when the answer has been sent. */
  const taken = async (request: FastifyRequest, reply: FastifyReply) => {
    const { invitation, session } = await open(request);
    if (invitation && guard.holds(request, invitationForm(invitation), session ?? null)) return { invitation, session };
    refuseForm(reply, INVITATION_PATH);
    return undefined;
  };

  app.post(`${INVITATION_PATH}/accept`, async (request, reply) => {
    const form = await taken(request, reply);
    if (!form) return reply;
    const { invitation, session } = form;
    // Whether it is open and for this person is decided where it is closed; the page says which.
    if (session) {
      const how = { now: clock(), origin: originOf(request), consoleUrl: urls.console };
      await acceptInvitation(pool, invitation, session.person, how);
    }
    return reply.redirect(INVITATION_PATH, 303);
  });

  app.post(`${INVITATION_PATH}/decline`, async (request, reply) => {
    const form = await taken(request, reply);
    if (!form) return reply;
    await declineInvitation(pool, form.invitation, form.session?.person ?? null, clock(), originOf(request));
    return reply.redirect(INVITATION_PATH, 303);
  });

  app.post(`${INVITATION_PATH}/switch-account`, async (request, reply) => {
    const form = await taken(request, reply);
    if (!form) return reply;
    if (form.session) await endLoginSession(ctx, request, reply, form.session);
    return reply.redirect(INVITATION_PATH, 303);
  });
}
