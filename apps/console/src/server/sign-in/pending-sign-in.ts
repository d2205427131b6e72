import type { Clock } from '@countersign/runtime/clock';
import { deriveKey, seal, unseal } from '@countersign/runtime/secret-key';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { ConsoleEnv } from '../../env.ts';
import { cookieAttributes } from '../session/session-cookie.ts';

const PendingSignIn = z.object({
  nonce: z.string(),
  codeVerifier: z.string(),
  returnTo: z.string(),
  /** Milliseconds since the epoch. */
  expiresAt: z.number(),
});
export type PendingSignIn = Omit<z.infer<typeof PendingSignIn>, 'expiresAt'>;

const TTL_SECONDS = 15 * 60;
/** A browser that restores many tabs signs in from each; past this, the oldest give way, so cookies never grow too large. */
const PENDING_MAX = 6;

/**
 * Sign-ins on their way, each in a cookie of the browser that started it, sealed and bound to its `state`. So a callback
 * that another browser started, or nobody did, opens nothing (RFC 6749 §10.12).
 */
export function pendingSignIns(env: ConsoleEnv, clock: Clock) {
  const key = deriveKey(env.secretKey, 'sealing', 'console sign-in');
  const { prefix, options } = cookieAttributes(env);
  const family = `${prefix}countersign_sign_in_`;
  const nameOf = (state: string) => family + state.slice(0, 12);

  return {
    remember(request: FastifyRequest, reply: FastifyReply, state: string, pending: PendingSignIn): void {
      const others = Object.keys(request.cookies).filter((name) => name.startsWith(family));
      if (others.length >= PENDING_MAX) for (const name of others) void reply.clearCookie(name, options);
      const content = JSON.stringify({ ...pending, expiresAt: clock().getTime() + TTL_SECONDS * 1000 });
      void reply.setCookie(nameOf(state), seal(key, state, content).toString('base64url'), {
        ...options,
        maxAge: TTL_SECONDS,
      });
    },

    /** Takes the sign-in that belongs to `state` out of the browser; undefined when there is none or it is too old. */
    take(request: FastifyRequest, reply: FastifyReply, state: string): PendingSignIn | undefined {
      const sealed = request.cookies[nameOf(state)];
      if (!sealed) return undefined;
      void reply.clearCookie(nameOf(state), options);
      try {
        const pending = PendingSignIn.parse(JSON.parse(unseal(key, state, Buffer.from(sealed, 'base64url'))));
        return pending.expiresAt > clock().getTime() ? pending : undefined;
      } catch {
        return undefined;
      }
    },
  };
}
