import type { FastifyReply, FastifyRequest } from 'fastify';
import type { SignedIn } from '../interactions/interactions.ts';
import { signInWithPasskey } from '../passkeys/sign-in-with-passkey.ts';
import { originOf } from '../provider/request-origin.ts';
import type { PageContext } from './page-context.ts';
import { tellWhenToRetry } from './retry-after.ts';
import { type SignInPlace, showSignIn } from './show-sign-in.ts';

/** Checks a used passkey. Returns who has a login session now, or undefined when the answer has been sent. */
export async function takePasskey(
  ctx: PageContext,
  request: FastifyRequest,
  reply: FastifyReply,
  place: SignInPlace,
): Promise<SignedIn | undefined> {
  const { guard, pool, challenges, clock, limits, sessions, urls } = ctx;
  const again = async (status: number, alertText: string) => {
    await showSignIn(ctx, request, reply, place, { status, alertText });
    return undefined;
  };
  if (!guard.holds(request, 'sign-in', null)) return again(403, 'This page was out of date. Please sign in again.');
  const waitSeconds = await limits.waitSeconds('sign-in by passkey', request);
  if (waitSeconds !== undefined) {
    const now = clock();
    const when = tellWhenToRetry(reply, new Date(now.getTime() + waitSeconds * 1000), now);
    return again(429, `Too many tries from here. Try again ${when}, or use your password.`);
  }
  const { credential, form_token } = request.body as { credential?: unknown; form_token?: unknown };
  const userId = await signInWithPasskey(
    { pool, challenges, authUrl: urls.auth },
    { credential, formToken: String(form_token), now: clock() },
    originOf(request),
  );
  const started = userId && (await sessions.start(request, reply, { userId, by: ['passkey'] }));
  return started || again(401, 'The passkey did not sign you in. Try again, or use your password.');
}
