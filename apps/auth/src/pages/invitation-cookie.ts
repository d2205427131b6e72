import { type InvitationKey, invitationOfToken } from '@countersign/access/organizations/invitation-link';
import { deriveKey } from '@countersign/runtime/secret-key';
import type { CookieSerializeOptions } from '@fastify/cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { PageContext } from './page-context.ts';

const TTL_SECONDS = 60 * 60;

/**
 * Which invitation this browser has opened. The mailed link carries the token once and is left at once, so that it stands in no
 * address that a person copies, a history keeps or a referrer tells.
 */
export function invitationCookie({ secretKey, urls }: Pick<PageContext, 'secretKey' | 'urls'>) {
  const key = deriveKey(secretKey, 'invitation');
  const secure = urls.auth.startsWith('https:');
  const name = `${secure ? '__Host-' : ''}countersign_invitation`;
  const options: CookieSerializeOptions = { path: '/', httpOnly: true, sameSite: 'lax', secure };
  return {
    read: (request: FastifyRequest): InvitationKey | undefined => invitationOfToken(key, request.cookies[name] ?? ''),
    set: (reply: FastifyReply, token: string) => reply.setCookie(name, token, { ...options, maxAge: TTL_SECONDS }),
  };
}
