import { randomBytes } from 'node:crypto';
import { deriveKey, isSignedBy, sign } from '@countersign/runtime/secret-key';
import type { CookieSerializeOptions } from '@fastify/cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { LoginSession } from '../people/login-session.ts';

/** Which form a token is for: one of ours, an invitation's by its id, or an interaction's by its uid. */
export type FormName =
  | 'sign-in'
  | 'sign-up'
  | 'sign-out'
  | 'change-password'
  | 'forgot-password'
  | 'reset-password'
  | 'passkeys'
  | `invitation ${string}`
  | `interaction ${string}`;

/**
 * Makes sure that a form was sent by a page of ours, in this browser, by the person it was shown to. Three things must agree: the
 * Origin header where there is one, Fetch Metadata where there is some, and a token that is bound to the form and to the login
 * session – or, before there is one, to a random cookie, so that nobody can sign another browser in.
 */
export interface FormGuard {
  /** The value for the hidden field `form_token`. May set the cookie. */
  readonly tokenFor: (
    request: FastifyRequest,
    reply: FastifyReply,
    form: FormName,
    session: LoginSession | null,
  ) => string;
  readonly holds: (request: FastifyRequest, form: FormName, session: LoginSession | null) => boolean;
  readonly isFromHere: (request: FastifyRequest) => boolean;
}

export function createFormGuard(authUrl: string, secretKey: string): FormGuard {
  const key = deriveKey(secretKey, 'csrf');
  const secure = authUrl.startsWith('https:');
  const cookieName = `${secure ? '__Host-' : ''}countersign_form`;
  const cookie: CookieSerializeOptions = { path: '/', httpOnly: true, sameSite: 'lax', secure };

  return {
    tokenFor(request, reply, form, session) {
      if (session) return sign(key, form, 'session', session.idDigest);
      let browser = request.cookies[cookieName];
      if (!browser) {
        browser = randomBytes(18).toString('base64url');
        reply.setCookie(cookieName, browser, cookie);
      }
      return sign(key, form, 'browser', browser);
    },

    holds(request, form, session) {
      const { form_token: token } = (request.body ?? {}) as { form_token?: unknown };
      if (typeof token !== 'string') return false;
      if (session) return isSignedBy(key, token, form, 'session', session.idDigest);
      const browser = request.cookies[cookieName];
      return browser !== undefined && isSignedBy(key, token, form, 'browser', browser);
    },

    isFromHere(request) {
      const { origin, 'sec-fetch-site': site } = request.headers;
      return (origin === undefined || origin === authUrl) && (site === undefined || site === 'same-origin');
    },
  };
}
