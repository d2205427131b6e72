import type { FastifyReply, FastifyRequest } from 'fastify';
import { authenticationOptions } from '../passkeys/sign-in-with-passkey.ts';
import { type SignInView, signInView } from '../views/sign-in.ts';
import type { PageContext } from './page-context.ts';
import { sendPage } from './send-page.ts';

/** The two places of the sign-in form: by itself, and as a step of an interaction. */
export type SignInPlace = Pick<SignInView, 'action' | 'returnTo' | 'clientName' | 'isAgain'>;

export async function showSignIn(
  ctx: PageContext,
  request: FastifyRequest,
  reply: FastifyReply,
  place: SignInPlace,
  again: { readonly status?: number; readonly email?: string; readonly alertText?: string } = {},
): Promise<FastifyReply> {
  const { status = 200, ...view } = again;
  const formToken = ctx.guard.tokenFor(request, reply, 'sign-in', null);
  const passkeyOptions = JSON.stringify(await authenticationOptions(ctx.challenges, ctx.urls.auth, formToken));
  return sendPage(
    reply,
    signInView({ ...place, ...view, formToken, passkeyOptions, providers: ctx.externalProviders }),
    status,
  );
}
