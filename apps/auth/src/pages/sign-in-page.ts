import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { SignedIn } from '../interactions/interactions.ts';
import { signIn } from '../people/sign-in.ts';
import { originOf } from '../provider/request-origin.ts';
import type { PageContext } from './page-context.ts';
import { tellWhenToRetry } from './retry-after.ts';
import { safeReturnTo } from './return-to.ts';
import { type SignInPlace, showSignIn } from './show-sign-in.ts';
import { takePasskey } from './take-passkey.ts';

const SignInForm = z.object({ email: z.string().min(1).max(320), password: z.string().min(1).max(1000) });

/** Checks the posted form. Returns who has a login session now, or undefined when the answer has been sent. */
export async function takeSignIn(
  ctx: PageContext,
  request: FastifyRequest,
  reply: FastifyReply,
  place: SignInPlace,
): Promise<SignedIn | undefined> {
  const { guard, pool, throttle, sessions, clock } = ctx;
  const form = SignInForm.safeParse(request.body);
  const email = form.data?.email ?? '';
  const again = async (status: number, alertText: string) => {
    await showSignIn(ctx, request, reply, place, { status, email, alertText });
    return undefined;
  };
  if (!guard.holds(request, 'sign-in', null)) return again(403, 'This page was out of date. Please sign in again.');
  if (!form.success) return again(400, 'Enter your e-mail and your password.');
  const result = await signIn(pool, throttle, form.data, originOf(request));
  if (result.kind === 'throttled') {
    const when = tellWhenToRetry(reply, result.retryAt, clock());
    return again(429, `Too many tries from here. Try again ${when}. Your account is not locked.`);
  }
  const started = result.kind === 'signed_in' ? await sessions.start(request, reply, result) : undefined;
  return started ?? again(401, 'E-mail or password is not right. Check both and try again.');
}

export function signInPage(app: FastifyInstance, ctx: PageContext): void {
  const placeFor = (returnTo: string | null): SignInPlace => ({
    action: '/sign-in',
    returnTo,
    clientName: null,
    isAgain: false,
  });

  app.get<{ Querystring: { return_to?: unknown } }>('/sign-in', async (request, reply) => {
    const returnTo = safeReturnTo(request.query.return_to);
    if (await ctx.sessions.find(request)) return reply.redirect(returnTo ?? '/', 303);
    return showSignIn(ctx, request, reply, placeFor(returnTo));
  });

  app.post<{ Body: { return_to?: unknown } }>('/sign-in', async (request, reply) => {
    const returnTo = safeReturnTo(request.body?.return_to);
    const login = await takeSignIn(ctx, request, reply, placeFor(returnTo));
    return login === undefined ? reply : reply.redirect(returnTo ?? '/', 303);
  });

  app.post<{ Body: { return_to?: unknown } }>('/sign-in/passkey', async (request, reply) => {
    const returnTo = safeReturnTo(request.body?.return_to);
    const login = await takePasskey(ctx, request, reply, placeFor(returnTo));
    return login === undefined ? reply : reply.redirect(returnTo ?? '/', 303);
  });
}
