import { createHash, randomBytes } from 'node:crypto';
import type { Pool } from '@countersign/db/pool';
import { withQueries } from '@countersign/db/transaction';
import type { Clock } from '@countersign/runtime/clock';
import type { CookieSerializeOptions } from '@fastify/cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Person } from './person.ts';

const IDLE_SECONDS = 12 * 60 * 60;
const AGE_SECONDS_MAX = 30 * 24 * 60 * 60;
/** How stale `last_seen_at` may get before a page view writes it. */
const TOUCH_SECONDS = 60;
const USER_AGENT_LENGTH_MAX = 300;

export interface LoginSession {
  /** SHA-256 of the cookie's value, which is not stored. In base64url. */
  readonly idDigest: string;
  readonly person: Person;
}

/** Who is signed in at this browser. The cookie's value is 256 random bits; the database knows only its digest. */
export interface LoginSessions {
  /** Undefined when nobody is, or the session idled out or grew too old. */
  readonly find: (request: FastifyRequest) => Promise<LoginSession | undefined>;
  /** Ends whatever session this browser had and starts one under a new value, so that a planted cookie never becomes a session. */
  readonly start: (request: FastifyRequest, reply: FastifyReply, userId: string) => Promise<void>;
  readonly end: (request: FastifyRequest, reply: FastifyReply) => Promise<void>;
}

/** `secure` when people reach the app by https: then the cookie is `__Host-` bound (RFC 6265bis §4.1.3.2). */
export function createLoginSessions(pool: Pool, clock: Clock, secure: boolean): LoginSessions {
  const cookieName = `${secure ? '__Host-' : ''}countersign_login`;
  const cookie: CookieSerializeOptions = { path: '/', httpOnly: true, sameSite: 'lax', secure };

  const idHashOf = (request: FastifyRequest) => {
    const value = request.cookies[cookieName];
    return value ? createHash('sha256').update(value).digest() : undefined;
  };
  const later = (from: number, seconds: number) => new Date(from + seconds * 1000);
  const forget = async (request: FastifyRequest) => {
    const idHash = idHashOf(request);
    if (!idHash) return;
    await withQueries(pool, (db) => db.deleteFrom('loginSession').where('idHash', '=', idHash).execute());
  };

  return {
    async find(request) {
      const idHash = idHashOf(request);
      if (!idHash) return undefined;
      const now = clock();
      return withQueries(pool, async (db) => {
        const row = await db
          .selectFrom('loginSession')
          .innerJoin('user', 'user.id', 'loginSession.userId')
          .select(['user.id', 'user.name', 'user.email', 'loginSession.createdAt', 'loginSession.lastSeenAt'])
          .where('idHash', '=', idHash)
          .where('expiresAt', '>', now.toISOString())
          .executeTakeFirst();
        if (!row) return undefined;
        const { id, name, email, createdAt, lastSeenAt } = row;
        if (now.getTime() - Date.parse(lastSeenAt) >= TOUCH_SECONDS * 1000) {
          const idle = later(now.getTime(), IDLE_SECONDS);
          const oldest = later(Date.parse(createdAt), AGE_SECONDS_MAX);
          await db
            .updateTable('loginSession')
            .set({ lastSeenAt: now.toISOString(), expiresAt: (idle < oldest ? idle : oldest).toISOString() })
            .where('idHash', '=', idHash)
            .execute();
        }
        return { idDigest: idHash.toString('base64url'), person: { id, name, email } };
      });
    },

    async start(request, reply, userId) {
      await forget(request);
      const value = randomBytes(32).toString('base64url');
      const now = clock();
      await withQueries(pool, async (db) => {
        await db
          .insertInto('loginSession')
          .values({
            idHash: createHash('sha256').update(value).digest(),
            userId,
            createdAt: now.toISOString(),
            lastSeenAt: now.toISOString(),
            expiresAt: later(now.getTime(), IDLE_SECONDS).toISOString(),
            address: request.ip,
            userAgent: request.headers['user-agent']?.slice(0, USER_AGENT_LENGTH_MAX) ?? null,
          })
          .execute();
      });
      reply.setCookie(cookieName, value, { ...cookie, maxAge: AGE_SECONDS_MAX });
    },

    async end(request, reply) {
      await forget(request);
      reply.clearCookie(cookieName, cookie);
    },
  };
}
