import type { CookieSerializeOptions } from '@fastify/cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ConsoleEnv } from '../../env.ts';
import { SESSION_TTL_SECONDS } from './console-session.ts';

/** The attributes of every cookie of the console. The prefix `__Host-` (RFC 6265bis §4.1.3.2) needs TLS and the path `/`. */
export function cookieAttributes({ consoleUrl }: ConsoleEnv) {
  const secure = consoleUrl.startsWith('https:');
  return {
    prefix: secure ? '__Host-' : '',
    options: { path: '/', httpOnly: true, sameSite: 'lax', secure } satisfies CookieSerializeOptions,
  };
}

/** The cookie that carries a console session's id. */
export function sessionCookie(env: ConsoleEnv) {
  const { prefix, options } = cookieAttributes(env);
  const name = `${prefix}countersign_console`;
  return {
    read: (request: FastifyRequest): string | undefined => request.cookies[name] || undefined,
    set: (reply: FastifyReply, id: string) => reply.setCookie(name, id, { ...options, maxAge: SESSION_TTL_SECONDS }),
    clear: (reply: FastifyReply) => reply.clearCookie(name, options),
  };
}
