import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ExternalClaims, ExternalProvider } from '../external/external-provider.ts';
import { type PendingExternalSignIn, pendingExternalSignIns } from '../external/pending-external-sign-in.ts';
import { type ExternalSignInResult, signInWithProvider } from '../external/sign-in-with-provider.ts';
import { originOf } from '../provider/request-origin.ts';
import type { PageContext } from './page-context.ts';
import { safeReturnTo } from './return-to.ts';
import { type SignInPlace, showSignIn } from './show-sign-in.ts';

type OfProvider = FastifyRequest<{ Params: { provider: string } }>;

/** Signing in with another OpenID provider: from a form of ours, and back in the same browser to where the form stood. */
export function externalPage(app: FastifyInstance, ctx: PageContext): void {
  const { guard, pool, clock, sessions, urls, externalProviders } = ctx;
  const pending = pendingExternalSignIns(urls.auth, ctx.secretKey, clock);

  const redirectUri = ({ name }: ExternalProvider) => `${urls.auth}/sign-in/with/${name}/callback`;

  /** The sign-in page again, with what to do instead. */
  const again = (request: FastifyRequest, reply: FastifyReply, returnTo: string | null, status: number, text: string) =>
    showSignIn(ctx, request, reply, placeOf(returnTo), { status, alertText: text });

  function providerOf({ params }: OfProvider): ExternalProvider | undefined {
    return externalProviders.find(({ name }) => name === params.provider);
  }

  app.post<{ Params: { provider: string }; Body: { return_to?: unknown } | undefined }>(
    '/sign-in/with/:provider',
    async (request, reply) => {
      const returnTo = safeReturnTo(request.body?.return_to);
      const provider = providerOf(request);
      if (!provider) return reply.callNotFound();
      if (!guard.holds(request, 'sign-in', null)) {
        return again(request, reply, returnTo, 403, 'This page was out of date. Please sign in again.');
      }
      try {
        // Somebody who is signed in already is asked to prove anew who they are; the provider's own session is no proof.
        const isAgain = (await sessions.find(request)) !== undefined;
        const { url, request: asked } = await provider.start(redirectUri(provider), { isAgain });
        const { state, nonce, codeVerifier } = asked;
        pending.remember(request, reply, state, { provider: provider.name, nonce, codeVerifier, returnTo });
        return reply.redirect(url, 303);
      } catch (error) {
        request.log.error({ err: error, provider: provider.name }, 'the provider cannot be discovered');
        reply.header('retry-after', 30);
        return again(request, reply, returnTo, 503, unreachable(provider));
      }
    },
  );

  app.get<{ Params: { provider: string }; Querystring: { state?: unknown } }>(
    '/sign-in/with/:provider/callback',
    async (request, reply) => {
      const { state } = request.query;
      const started = typeof state === 'string' ? pending.take(request, reply, state) : undefined;
      const provider = providerOf(request);
      if (typeof state !== 'string' || !started || !provider || started.provider !== provider.name) {
        return again(request, reply, null, 400, RUN_OUT);
      }
      const { returnTo } = started;
      const claims = await redeem(request, provider, state, started);
      if (!claims) return again(request, reply, returnTo, 400, notSignedIn(provider));
      const vouched = { provider, claims, now: clock(), authUrl: urls.auth };
      const result = await signInWithProvider(pool, vouched, originOf(request));
      if (result.kind !== 'signed_in') return again(request, reply, returnTo, 403, refusalText(result, provider));
      await sessions.start(request, reply, {
        userId: result.userId,
        by: ['external'],
        ...(claims.provedAt && { at: claims.provedAt }),
      });
      return reply.redirect(returnTo ?? '/', 303);
    },
  );

  async function redeem(
    request: FastifyRequest,
    provider: ExternalProvider,
    state: string,
    { nonce, codeVerifier }: PendingExternalSignIn,
  ): Promise<ExternalClaims | undefined> {
    try {
      return await provider.finish(new URL(request.url, urls.auth), { state, nonce, codeVerifier });
    } catch (error) {
      request.log.warn({ err: error, provider: provider.name }, 'signing in with a provider did not complete');
      return undefined;
    }
  }
}

/** Where the form stood: by itself, or as a step of an interaction. */
function placeOf(returnTo: string | null): SignInPlace {
  const isStep = returnTo?.startsWith('/oauth/interaction/') ?? false;
  return { action: isStep ? `${returnTo}/sign-in` : '/sign-in', returnTo, clientName: null, isAgain: false };
}

const RUN_OUT =
  'That sign-in was started too long ago, used already, or started in another browser. Nobody was signed in. Try again.';

function unreachable({ label }: ExternalProvider): string {
  return `${label} cannot be reached at the moment. Try again later, or sign in with your password or a passkey.`;
}

function notSignedIn({ label }: ExternalProvider): string {
  return `You were not signed in with ${label}: it was cancelled or did not complete. Nothing has changed. Try again.`;
}

function refusalText(
  { kind }: Exclude<ExternalSignInResult, { kind: 'signed_in' }>,
  { label }: ExternalProvider,
): string {
  switch (kind) {
    case 'unverified':
      return `${label} does not say that your e-mail address is verified. Verify it there, or sign in another way.`;
    case 'foreign_domain':
      return `Your e-mail address at ${label} is not of a domain that may sign in here. Use the account of your work there, or sign in another way.`;
    case 'unproven_account':
      return `There is an account with your address already, and nobody has shown yet that the address is theirs. Choose “Forgot your password?” to set a new password by mail; after that you can sign in with ${label}.`;
  }
}
