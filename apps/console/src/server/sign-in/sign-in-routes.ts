import { transaction } from '@countersign/db/connections/transaction';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import * as oidc from 'openid-client';
import { z } from 'zod';
import type { ConsoleDeps } from '../../console-deps.ts';
import { startConsoleSession } from '../session/console-session.ts';
import { sessionCookie } from '../session/session-cookie.ts';
import { sendNotice } from '../wire/notice-page.ts';
import { authorizationServer } from './authorization-server.ts';
import { pendingSignIns } from './pending-sign-in.ts';
import { returnTo } from './return-to.ts';

const SCOPE = 'openid profile email';
/** `sid` names the login session (OpenID Connect Front-Channel Logout 1.0 §3). */
const SignInClaims = z.object({ sub: z.uuid(), sid: z.uuid() });

/** `again` asks the person to prove anew who they are. */
type SignInRequest = FastifyRequest<{ Querystring: { return_to?: unknown; again?: unknown } }>;

function signInAgain(path: string) {
  return { href: `/auth/sign-in?return_to=${encodeURIComponent(path)}`, label: 'Sign in again' };
}

/**
 * Signing in through the authorization server: code flow with PKCE, `state` and `nonce`. The library checks `iss` of the
 * response (RFC 9207), the ID token and the code verifier.
 */
export async function signInRoutes(app: FastifyInstance, { env, pool, clock }: ConsoleDeps): Promise<void> {
  const server = authorizationServer(env);
  const pending = pendingSignIns(env, clock);
  const cookie = sessionCookie(env);
  const redirectUri = `${env.consoleUrl}/auth/callback`;

  app.addHook('onRequest', async (_request, reply) => void reply.header('cache-control', 'no-store'));

  app.get('/auth/sign-in', async (request: SignInRequest, reply) => {
    const back = returnTo(request.query.return_to);
    const configuration = await server.configuration().catch((error: unknown) => {
      request.log.error({ err: error }, 'the authorization server cannot be discovered');
    });
    if (!configuration) return sendUnreachable(reply, back);
    const [state, nonce, codeVerifier] = [oidc.randomState(), oidc.randomNonce(), oidc.randomPKCECodeVerifier()];
    pending.remember(request, reply, state, { nonce, codeVerifier, returnTo: back });
    const address = oidc.buildAuthorizationUrl(configuration, {
      redirect_uri: redirectUri,
      scope: SCOPE,
      state,
      nonce,
      code_challenge: await oidc.calculatePKCECodeChallenge(codeVerifier),
      code_challenge_method: 'S256',
      ...(request.query.again !== undefined && { prompt: 'login' }),
    });
    return reply.redirect(address.href, 303);
  });

  app.get('/auth/callback', async (request: FastifyRequest<{ Querystring: { state?: unknown } }>, reply) => {
    const { state } = request.query;
    const started = typeof state === 'string' ? pending.take(request, reply, state) : undefined;
    if (typeof state !== 'string' || !started) {
      return sendNotice(reply, {
        status: 400,
        title: 'This sign-in has run out',
        text: 'It was started too long ago, used already, or started in another browser. Nobody was signed in.',
        action: signInAgain('/'),
      });
    }
    const login = await signedIn(request, state, started);
    if (!login) return sendNotSignedIn(reply, started.returnTo);
    const id = await transaction(pool, (db) =>
      startConsoleSession(db, {
        ...login,
        now: clock(),
        replaces: cookie.read(request),
        address: request.ip,
        userAgent: request.headers['user-agent'],
      }),
    );
    if (id === undefined) return sendNotSignedIn(reply, started.returnTo);
    cookie.set(reply, id);
    return reply.redirect(started.returnTo, 303);
  });

  async function signedIn(
    request: FastifyRequest,
    state: string,
    started: { nonce: string; codeVerifier: string },
  ): Promise<{ userId: string; loginSessionId: string } | undefined> {
    try {
      const tokens = await oidc.authorizationCodeGrant(
        await server.configuration(),
        new URL(request.url, env.consoleUrl),
        {
          expectedState: state,
          expectedNonce: started.nonce,
          pkceCodeVerifier: started.codeVerifier,
          idTokenExpected: true,
        },
      );
      const claims = SignInClaims.parse(tokens.claims());
      return { userId: claims.sub, loginSessionId: claims.sid };
    } catch (error) {
      request.log.warn({ err: error }, 'signing in did not complete');
      return undefined;
    }
  }
}

function sendNotSignedIn(reply: FastifyReply, back: string): FastifyReply {
  return sendNotice(reply, {
    status: 400,
    title: 'You were not signed in',
    text: 'The sign-in was cancelled or did not complete. Nothing has changed.',
    action: signInAgain(back),
  });
}

function sendUnreachable(reply: FastifyReply, back: string): FastifyReply {
  return sendNotice(reply.header('retry-after', '5'), {
    status: 503,
    title: 'Signing in is not possible right now',
    text: 'The sign-in service does not answer. It may still be starting; try again in a moment.',
    action: { ...signInAgain(back), label: 'Try again' },
  });
}
