import { NewPassword } from '@countersign/access/principals/password';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { isOpenReset, resetPassword } from '../people/password-reset.ts';
import { originOf } from '../provider/request-origin.ts';
import { messageView } from '../views/message.ts';
import { passwordChangedView } from '../views/password-changed.ts';
import { resetPasswordView } from '../views/reset-password.ts';
import { refuseForm } from './error-pages.ts';
import type { PageContext } from './page-context.ts';
import { sendPage } from './send-page.ts';

const Secret = z.string().max(100).catch('');

/** Where the mailed link leads. Signs nobody in: whoever opens it may have been sent it by somebody else. */
export function resetPasswordPage(app: FastifyInstance, ctx: PageContext): void {
  const { guard, pool, clock, urls } = ctx;

  const show = (request: FastifyRequest, reply: FastifyReply, secret: string, problem?: string) => {
    const formToken = guard.tokenFor(request, reply, 'reset-password', null);
    return sendPage(reply, resetPasswordView({ formToken, secret, problem }), problem === undefined ? 200 : 400);
  };

  app.get<{ Querystring: { secret?: unknown } }>('/reset-password', async (request, reply) => {
    const secret = Secret.parse(request.query.secret);
    return (await isOpenReset(pool, secret, clock())) ? show(request, reply, secret) : sendPage(reply, closed, 400);
  });

  app.post<{ Body: { secret?: unknown; password?: unknown } | undefined }>(
    '/reset-password',
    async (request, reply) => {
      const secret = Secret.parse(request.body?.secret);
      if (!guard.holds(request, 'reset-password', null)) {
        return refuseForm(reply, `/reset-password?secret=${encodeURIComponent(secret)}`);
      }
      const password = NewPassword.safeParse(request.body?.password);
      if (!password.success) return show(request, reply, secret, password.error.issues[0]?.message);
      const reset = { secret, newPassword: password.data, now: clock(), urls };
      if (!(await resetPassword(pool, reset, originOf(request)))) return sendPage(reply, closed, 400);
      return sendPage(reply, passwordChangedView({ signedIn: false, consoleUrl: urls.console }));
    },
  );
}

const closed = messageView({
  title: 'This link does not work any more',
  paragraphs: [
    'It was used already, is too old, or the password was changed after it was sent. Nothing has changed now.',
    'Ask for another link if you still need one.',
  ],
  link: { href: '/forgot-password', text: 'Ask for another link' },
});
