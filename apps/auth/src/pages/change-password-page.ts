import { NewPassword } from '@countersign/access/principals/password';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { changePassword } from '../people/change-password.ts';
import type { LoginSession } from '../people/login-session.ts';
import { originOf } from '../provider/request-origin.ts';
import { type ChangePasswordView, changePasswordView } from '../views/change-password.ts';
import { passwordChangedView } from '../views/password-changed.ts';
import { refuseForm } from './error-pages.ts';
import type { PageContext } from './page-context.ts';
import { tellWhenToRetry } from './retry-after.ts';
import { sendPage } from './send-page.ts';

const PAGE = '/account/password';

const ChangePasswordForm = z.object({
  current: z.string().min(1, 'Enter your current password.').max(1000, 'That is not your current password.'),
  password: NewPassword,
});

export function changePasswordPage(app: FastifyInstance, ctx: PageContext): void {
  const { guard, pool, throttle, sessions, clock, urls } = ctx;

  const show = (
    request: FastifyRequest,
    reply: FastifyReply,
    session: LoginSession,
    again: Pick<ChangePasswordView, 'problems' | 'alertText'> = {},
    status = 200,
  ) => {
    const formToken = guard.tokenFor(request, reply, 'change-password', session);
    const page = changePasswordView({ person: session.person, formToken, consoleUrl: urls.console, ...again });
    return sendPage(reply, page, status);
  };

  app.get(PAGE, async (request, reply) => {
    const session = await sessions.find(request);
    if (!session) return reply.redirect(`/sign-in?return_to=${encodeURIComponent(PAGE)}`, 303);
    return show(request, reply, session);
  });

  app.post<{ Body: unknown }>(PAGE, async (request, reply) => {
    const session = await sessions.find(request);
    if (!session) return reply.redirect(`/sign-in?return_to=${encodeURIComponent(PAGE)}`, 303);
    if (!guard.holds(request, 'change-password', session)) return refuseForm(reply, PAGE);
    const form = ChangePasswordForm.safeParse({ current: '', password: '', ...(request.body as object) });
    if (!form.success) {
      const { current, password } = z.flattenError(form.error).fieldErrors;
      return show(request, reply, session, { problems: { current: current?.[0], password: password?.[0] } }, 400);
    }
    const result = await changePassword(
      pool,
      throttle,
      {
        session,
        currentPassword: form.data.current,
        newPassword: form.data.password,
        urls,
        renewSession: (queries) => sessions.renew(queries, request, reply),
      },
      originOf(request),
    );
    switch (result.kind) {
      case 'throttled': {
        const when = tellWhenToRetry(reply, result.retryAt, clock());
        return show(request, reply, session, { alertText: `Too many tries from here. Try again ${when}.` }, 429);
      }
      case 'wrong':
        return show(request, reply, session, { problems: { current: 'That is not your current password.' } }, 401);
      case 'same':
        return show(request, reply, session, { problems: { password: 'Choose another one than you have now.' } }, 400);
      case 'changed':
        return sendPage(reply, passwordChangedView({ signedIn: true, consoleUrl: urls.console }));
    }
  });
}
