import { deriveKey } from '@countersign/runtime/secret-key';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { RESET_MINUTES, sendPasswordReset } from '../people/password-reset.ts';
import { originOf } from '../provider/request-origin.ts';
import { type ForgotPasswordView, forgotPasswordView } from '../views/forgot-password.ts';
import { messageView } from '../views/message.ts';
import type { PageContext } from './page-context.ts';
import { tellWhenToRetry } from './retry-after.ts';
import { sendPage } from './send-page.ts';

const ForgotPasswordForm = z.object({ email: z.string().trim().pipe(z.email().max(254)) });

/** Answers the same, after the same time, whether or not there is such a person. */
export function forgotPasswordPage(app: FastifyInstance, ctx: PageContext): void {
  const { guard, pool, throttle, clock, urls, afterAnswer } = ctx;
  const sealingKey = deriveKey(ctx.secretKey, 'sealing');

  const show = (
    request: FastifyRequest,
    reply: FastifyReply,
    again: Omit<ForgotPasswordView, 'formToken'> = {},
    status = 200,
  ) => {
    const formToken = guard.tokenFor(request, reply, 'forgot-password', null);
    return sendPage(reply, forgotPasswordView({ formToken, ...again }), status);
  };

  app.get('/forgot-password', async (request, reply) => show(request, reply));

  app.post<{ Body: { email?: unknown } | undefined }>('/forgot-password', async (request, reply) => {
    const typed = typeof request.body?.email === 'string' ? request.body.email : '';
    if (!guard.holds(request, 'forgot-password', null)) {
      return show(request, reply, { email: typed, alertText: 'This page was out of date. Please send it again.' }, 403);
    }
    const form = ForgotPasswordForm.safeParse({ email: typed });
    if (!form.success) {
      return show(request, reply, { email: typed, alertText: 'Enter the e-mail address of your account.' }, 400);
    }
    const admission = await throttle.admitFrom(request.ip, 'password reset');
    if (!admission.admitted) {
      const when = tellWhenToRetry(reply, admission.retryAt, clock());
      return show(request, reply, { email: typed, alertText: `Too many mails asked for. Try again ${when}.` }, 429);
    }
    sendPage(reply, onItsWay);
    const reset = { email: form.data.email, now: clock(), urls, sealingKey };
    const origin = originOf(request);
    afterAnswer('a link to reset a password could not be sent', () => sendPasswordReset(pool, reset, origin));
    return reply;
  });
}

const onItsWay = messageView({
  title: 'Look into your mailbox',
  paragraphs: [
    `If there is an account with this address, a link is on its way. It works once, for ${RESET_MINUTES} minutes.`,
    'Nothing there after a few minutes? Look among the unwanted mail, and check that you typed the address of your account.',
  ],
  link: { href: '/forgot-password', text: 'Type another address' },
});
