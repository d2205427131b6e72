import { createHash, randomBytes } from 'node:crypto';
import type { Proof, ProofMethod } from '@countersign/access/principals/recent-sign-in';
import type { Queries } from '@countersign/db/connections/named-statements';
import type { Pool } from '@countersign/db/connections/pool';
import { transaction, withQueries } from '@countersign/db/connections/transaction';
import type { Clock } from '@countersign/runtime/clock';
import { newId } from '@countersign/runtime/ids';
import type { CookieSerializeOptions } from '@fastify/cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { sql } from 'kysely';
import type { Person } from './person.ts';

const IDLE_SECONDS = 12 * 60 * 60;
const AGE_SECONDS_MAX = 30 * 24 * 60 * 60;
/** How stale `last_seen_at` may get before a page view writes it. */
const TOUCH_SECONDS = 60;
const USER_AGENT_LENGTH_MAX = 300;

export interface LoginSession extends Proof {
  /** No secret: what the console's sessions of this browser hang on. */
  readonly id: string;
  /** SHA-256 of the cookie's value, which is not stored. In base64url. */
  readonly idDigest: string;
  readonly person: Person;
}

/** Whose session is to start. */
export interface Proven {
  readonly userId: string;
  readonly by: readonly ProofMethod[];
  /** When, if not just now: another provider may know them from before. One of the future is just now. */
  readonly at?: Date;
  /** The hash the password was right for. A session starts only while it still is the person's, so that none outlives its password. */
  readonly passwordHash?: string;
}

/** A session that has just started, and its proof. */
export interface StartedSession extends Proof {
  readonly userId: string;
  readonly loginSessionId: string;
}

/** Who is signed in at this browser. The cookie's value is 256 random bits; the database knows only its digest. */
export interface LoginSessions {
  /** Undefined when nobody is, or the session idled out or grew too old. */
  readonly find: (request: FastifyRequest) => Promise<LoginSession | undefined>;
  /**
   * Ends whatever session this browser had and starts one under a new value, so that a planted cookie never becomes a session. Gives
   * it, or undefined when the password was changed meanwhile. What hung on the session before, of the console too, ends with that: a
   * copy of it does not gain by the new proof.
   */
  readonly start: (request: FastifyRequest, reply: FastifyReply, proven: Proven) => Promise<StartedSession | undefined>;
  /** Gives the browser's session a new cookie value, in the caller's transaction: a copy of the old one opens nothing any more. */
  readonly renew: (queries: Queries, request: FastifyRequest, reply: FastifyReply) => Promise<void>;
  readonly end: (request: FastifyRequest, reply: FastifyReply) => Promise<void>;
}

/** `secure` when people reach the app by https: then the cookie is `__Host-` bound (RFC 6265bis §4.1.3.2). */
export function createLoginSessions(pool: Pool, clock: Clock, secure: boolean): LoginSessions {
  const cookieName = `${secure ? '__Host-' : ''}countersign_login`;
  const cookie: CookieSerializeOptions = { path: '/', httpOnly: true, sameSite: 'lax', secure };

  const digest = (value: string) => createHash('sha256').update(value).digest();
  const idHashOf = (request: FastifyRequest) => {
    const value = request.cookies[cookieName];
    return value ? digest(value) : undefined;
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
          .select(['loginSession.id', 'userId', 'name', 'email', 'loginSession.createdAt', 'loginSession.lastSeenAt'])
          .select(['provedAt', sql<ProofMethod[]>`proved_by`.as('provedBy')])
          .where('idHash', '=', idHash)
          .where('expiresAt', '>', now.toISOString())
          .executeTakeFirst();
        if (!row) return undefined;
        const { id, userId, name, email, createdAt, lastSeenAt, provedAt, provedBy } = row;
        if (now.getTime() - Date.parse(lastSeenAt) >= TOUCH_SECONDS * 1000) {
          const idle = later(now.getTime(), IDLE_SECONDS);
          const oldest = later(Date.parse(createdAt), AGE_SECONDS_MAX);
          await db
            .updateTable('loginSession')
            .set({ lastSeenAt: now.toISOString(), expiresAt: (idle < oldest ? idle : oldest).toISOString() })
            .where('idHash', '=', idHash)
            .execute();
        }
        const person = { id: userId, name, email };
        return { id, idDigest: idHash.toString('base64url'), person, provedAt, provedBy };
      });
    },

    async start(request, reply, proven) {
      await forget(request);
      const value = randomBytes(32).toString('base64url');
      const now = clock();
      const id = newId();
      const at = proven.at ?? now;
      const provedAt = (at < now ? at : now).toISOString();
      const isStarted = await transaction(pool, async (db) => {
        if (!(await stillHolds(db, proven))) return false;
        await db
          .insertInto('loginSession')
          .values({
            id,
            idHash: digest(value),
            userId: proven.userId,
            createdAt: now.toISOString(),
            provedAt,
            provedBy: [...proven.by],
            lastSeenAt: now.toISOString(),
            expiresAt: later(now.getTime(), IDLE_SECONDS).toISOString(),
            address: request.ip,
            userAgent: request.headers['user-agent']?.slice(0, USER_AGENT_LENGTH_MAX) ?? null,
          })
          .execute();
        return true;
      });
      if (!isStarted) return undefined;
      reply.setCookie(cookieName, value, { ...cookie, maxAge: AGE_SECONDS_MAX });
      return { userId: proven.userId, loginSessionId: id, provedAt, provedBy: proven.by };
    },

    async renew(queries, request, reply) {
      const idHash = idHashOf(request);
      if (!idHash) return;
      const value = randomBytes(32).toString('base64url');
      await queries
        .updateTable('loginSession')
        .set({ idHash: digest(value) })
        .where('idHash', '=', idHash)
        .execute();
      reply.setCookie(cookieName, value, { ...cookie, maxAge: AGE_SECONDS_MAX });
    },

    async end(request, reply) {
      await forget(request);
      reply.clearCookie(cookieName, cookie);
    },
  };
}

/** Locks the person until the session stands: a password that changes at the same moment either is seen here or ends the session. */
async function stillHolds(db: Queries, { userId, passwordHash }: Proven): Promise<boolean> {
  if (passwordHash === undefined) return true;
  const row = await db
    .selectFrom('user')
    .select('id')
    .where('id', '=', userId)
    .where('passwordHash', '=', passwordHash)
    .forShare()
    .executeTakeFirst();
  return row !== undefined;
}
