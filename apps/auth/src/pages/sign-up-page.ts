import { NewPassword } from '@countersign/access/principals/password';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { shownName } from '../people/shown-name.ts';
import { signUp } from '../people/sign-up.ts';
import { originOf } from '../provider/request-origin.ts';
import { type SignUpField, type SignUpView, signUpView } from '../views/sign-up.ts';
import type { PageContext } from './page-context.ts';
import { tellWhenToRetry } from './retry-after.ts';
import { safeReturnTo } from './return-to.ts';
import { sendPage } from './send-page.ts';

const SignUpForm = z.object({
  name: shownName('Enter your name.', 100),
  email: z
    .string()
    .trim()
    .pipe(z.email('Enter an e-mail address, such as ada@example.com.').max(254, 'At most 254 characters.')),
  password: NewPassword,
  organization: shownName('Enter the name of your organization.', 100),
});

type Body = Partial<Record<SignUpField | 'return_to', unknown>>;

export function signUpPage(app: FastifyInstance, ctx: PageContext): void {
  const { guard, pool, throttle, sessions, clock } = ctx;

  const show = (
    request: FastifyRequest,
    reply: FastifyReply,
    returnTo: string | null,
    again: Omit<Partial<SignUpView>, 'formToken' | 'returnTo'> = {},
    status = 200,
  ) => {
    const formToken = guard.tokenFor(request, reply, 'sign-up', null);
    return sendPage(reply, signUpView({ formToken, returnTo, ...again }), status);
  };

  app.get<{ Querystring: { return_to?: unknown } }>('/sign-up', async (request, reply) =>
    show(request, reply, safeReturnTo(request.query.return_to)),
  );

  app.post<{ Body: Body | undefined }>('/sign-up', async (request, reply) => {
    const body = request.body ?? {};
    const returnTo = safeReturnTo(body.return_to);
    const values = typedValues(body);
    if (!guard.holds(request, 'sign-up', null)) {
      const alertText = 'This page was out of date. Please send it again.';
      return show(request, reply, returnTo, { values, alertText }, 403);
    }
    const form = SignUpForm.safeParse({ name: '', email: '', password: '', organization: '', ...body });
    if (!form.success) return show(request, reply, returnTo, { values, problems: problemsOf(form.error) }, 400);
    const admission = await throttle.admitFrom(request.ip, 'sign-up');
    if (!admission.admitted) {
      const when = tellWhenToRetry(reply, admission.retryAt, clock());
      return show(
        request,
        reply,
        returnTo,
        { values, alertText: `Too many sign-ups from here. Try again ${when}.` },
        429,
      );
    }
    const { organization: organizationName, ...person } = form.data;
    const result = await signUp(pool, { ...person, organizationName }, originOf(request));
    if (result.kind === 'email_taken') {
      const problems = { email: 'There is an account with this e-mail already. Sign in instead.' };
      return show(request, reply, returnTo, { values, problems }, 409);
    }
    await sessions.start(request, reply, { userId: result.userId, by: ['password'] });
    return reply.redirect(returnTo ?? '/', 303);
  });
}

/** What was typed, for showing again; never the password. */
function typedValues(body: Body): Partial<Record<SignUpField, string>> {
  const text = (value: unknown) => (typeof value === 'string' ? value : '');
  return { name: text(body.name), email: text(body.email), organization: text(body.organization) };
}

function problemsOf(error: z.ZodError<z.infer<typeof SignUpForm>>): Partial<Record<SignUpField, string>> {
  const { fieldErrors } = z.flattenError(error);
  return Object.fromEntries(Object.entries(fieldErrors).map(([field, [first]]) => [field, first ?? '']));
}
