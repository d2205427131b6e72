import { NewPassword } from '@countersign/access/principals/password';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { findInvitation, type Invitation } from '../people/invitation.ts';
import { shownName } from '../people/shown-name.ts';
import { signUpInvited } from '../people/sign-up.ts';
import { originOf } from '../provider/request-origin.ts';
import { type InvitedSignUpView, invitedSignUpView } from '../views/invited-sign-up.ts';
import { refuseForm } from './error-pages.ts';
import { invitationCookie } from './invitation-cookie.ts';
import { INVITATION_PATH, invitationForm } from './invitation-page.ts';
import type { PageContext } from './page-context.ts';
import { tellWhenToRetry } from './retry-after.ts';
import { sendPage } from './send-page.ts';

const PATH = `${INVITATION_PATH}/sign-up`;
const Form = z.object({ name: shownName('Enter your name.', 100), password: NewPassword });

/**
 * An account for somebody who was invited and has none. The link came to the address, so it is proved and not asked for; and who
 * comes to an organization that is there already makes none.
 */
export function invitedSignUpPage(app: FastifyInstance, ctx: PageContext): void {
  const { guard, pool, throttle, sessions, clock } = ctx;
  const cookie = invitationCookie(ctx);

  const show = (
    request: FastifyRequest,
    reply: FastifyReply,
    invitation: Invitation,
    again: Pick<InvitedSignUpView, 'name' | 'problems' | 'alertText'> = {},
    status = 200,
  ) => {
    const formToken = guard.tokenFor(request, reply, invitationForm(invitation), null);
    return sendPage(reply, invitedSignUpView({ invitation, formToken, ...again }), status);
  };
  /** Who is signed in, has an account or comes too late is told so on the invitation's own page. */
  const openFor = async (request: FastifyRequest): Promise<Invitation | undefined> => {
    const key = cookie.read(request);
    const invitation = key && (await findInvitation(pool, key, clock()));
    const mayNot = !invitation || invitation.outcome || invitation.hasAccount || (await sessions.find(request));
    return mayNot ? undefined : invitation;
  };

  app.get(PATH, async (request, reply) => {
    const invitation = await openFor(request);
    return invitation ? show(request, reply, invitation) : reply.redirect(INVITATION_PATH, 303);
  });

  app.post<{ Body: { name?: unknown } | undefined }>(PATH, async (request, reply) => {
    const invitation = await openFor(request);
    if (!invitation) return reply.redirect(INVITATION_PATH, 303);
    if (!guard.holds(request, invitationForm(invitation), null)) return refuseForm(reply, PATH);
    const typed = request.body?.name;
    const name = typeof typed === 'string' ? typed : '';
    const form = Form.safeParse({ name: '', password: '', ...request.body });
    if (!form.success) {
      const { fieldErrors } = z.flattenError(form.error);
      const problems = { name: fieldErrors.name?.[0], password: fieldErrors.password?.[0] };
      return show(request, reply, invitation, { name, problems }, 400);
    }
    const admission = await throttle.admitFrom(request.ip, 'sign-up');
    if (!admission.admitted) {
      const when = tellWhenToRetry(reply, admission.retryAt, clock());
      return show(
        request,
        reply,
        invitation,
        { name, alertText: `Too many sign-ups from here. Try again ${when}.` },
        429,
      );
    }
    const result = await signUpInvited(pool, { ...form.data, email: invitation.email }, originOf(request));
    if (result.kind === 'registered')
      await sessions.start(request, reply, { userId: result.userId, by: ['mail', 'password'] });
    return reply.redirect(INVITATION_PATH, 303);
  });
}
