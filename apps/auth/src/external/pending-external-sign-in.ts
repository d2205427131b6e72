import type { Clock } from '@countersign/runtime/clock';
import { deriveKey, seal, unseal } from '@countersign/runtime/secret-key';
import type { CookieSerializeOptions } from '@fastify/cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';

const Pending = z.object({
  provider: z.string(),
  nonce: z.string(),
  codeVerifier: z.string(),
  returnTo: z.string().nullable(),
  /** Milliseconds since the epoch. */
  expiresAt: z.number(),
});
export type PendingExternalSignIn = Omit<z.infer<typeof Pending>, 'expiresAt'>;

const TTL_SECONDS = 15 * 60;
/** Past this, the oldest give way, so that cookies never grow too large. */
const PENDING_MAX = 4;

/**
 * Ways to a provider and back, each in a cookie of the browser that started it, sealed and bound to its `state`. So a callback that
 * another browser started, or nobody did, signs nobody in (RFC 6749 §10.12).
 */
export function pendingExternalSignIns(authUrl: string, secretKey: string, clock: Clock) {
  const key = deriveKey(secretKey, 'sealing', 'external sign-in');
  const secure = authUrl.startsWith('https:');
  const options: CookieSerializeOptions = { path: '/', httpOnly: true, sameSite: 'lax', secure };
  const family = `${secure ? '__Host-' : ''}countersign_external_`;
  const nameOf = (state: string) => family + state.slice(0, 12);

  return {
    remember(request: FastifyRequest, reply: FastifyReply, state: string, pending: PendingExternalSignIn): void {
      const others = Object.keys(request.cookies).filter((name) => name.startsWith(family));
      if (others.length >= PENDING_MAX) for (const name of others) void reply.clearCookie(name, options);
      const content = JSON.stringify({ ...pending, expiresAt: clock().getTime() + TTL_SECONDS * 1000 });
      const sealed = seal(key, state, content).toString('base64url');
      void reply.setCookie(nameOf(state), sealed, { ...options, maxAge: TTL_SECONDS });
    },

    /** Takes the one that belongs to `state` out of the browser; undefined when there is none or it is too old. */
    take(request: FastifyRequest, reply: FastifyReply, state: string): PendingExternalSignIn | undefined {
      const sealed = request.cookies[nameOf(state)];
      if (!sealed) return undefined;
      void reply.clearCookie(nameOf(state), options);
      try {
        const pending = Pending.parse(JSON.parse(unseal(key, state, Buffer.from(sealed, 'base64url'))));
        return pending.expiresAt > clock().getTime() ? pending : undefined;
      } catch {
        return undefined;
      }
    },
  };
}
