import { createHash, randomBytes } from 'node:crypto';
import type { Proof, ProofMethod } from '@countersign/access/principals/recent-sign-in';
import type { Queries } from '@countersign/db/connections/named-statements';
import { sql } from 'kysely';

export interface ConsoleSession {
  /** SHA-256 of the cookie's value: all that is stored of it. */
  readonly idHash: Buffer;
  /** The browser's session at the authorization server, with which this one ends. */
  readonly loginSessionId: string;
  readonly person: { readonly id: string; readonly name: string; readonly email: string };
  /** When and how the person last proved who they are, at the authorization server. */
  readonly proof: Proof;
}

/** Signing in again is silent while the browser is signed in at the authorization server, so this can be short. */
export const SESSION_TTL_SECONDS = 12 * 60 * 60;
const LAST_SEEN_PRECISION_MS = 60_000;
const USER_AGENT_LENGTH_MAX = 300;

function hashOf(id: string): Buffer {
  return createHash('sha256').update(id).digest();
}

export interface NewConsoleSession {
  readonly userId: string;
  readonly loginSessionId: string;
  readonly now: Date;
  /** The cookie's value so far. */
  readonly replaces: string | undefined;
  readonly address: string;
  readonly userAgent: string | undefined;
}

/**
 * Starts a session under a new id, which it returns, and ends the one the browser had before. Undefined when the login session has
 * ended meanwhile, or is another person's.
 */
export async function startConsoleSession(queries: Queries, session: NewConsoleSession): Promise<string | undefined> {
  const id = randomBytes(32).toString('base64url');
  if (session.replaces) await endConsoleSession(queries, hashOf(session.replaces));
  const login = await queries
    .selectFrom('loginSession')
    .select('id')
    .where('id', '=', session.loginSessionId)
    .where('userId', '=', session.userId)
    .where('expiresAt', '>', session.now.toISOString())
    .forKeyShare()
    .executeTakeFirst();
  if (!login) return undefined;
  await queries
    .insertInto('consoleSession')
    .values({
      idHash: hashOf(id),
      userId: session.userId,
      loginSessionId: login.id,
      createdAt: session.now.toISOString(),
      lastSeenAt: session.now.toISOString(),
      expiresAt: new Date(session.now.getTime() + SESSION_TTL_SECONDS * 1000).toISOString(),
      address: session.address,
      userAgent: session.userAgent?.slice(0, USER_AGENT_LENGTH_MAX) ?? null,
    })
    .execute();
  return id;
}

/** The live session of a cookie's value, or undefined. Notes, to the minute, when it was last seen. */
export async function findConsoleSession(queries: Queries, id: string, now: Date): Promise<ConsoleSession | undefined> {
  const idHash = hashOf(id);
  const row = await queries
    .selectFrom('consoleSession')
    .innerJoin('user', 'user.id', 'consoleSession.userId')
    .innerJoin('loginSession', 'loginSession.id', 'consoleSession.loginSessionId')
    .select(['user.id', 'user.name', 'user.email', 'loginSessionId', 'consoleSession.lastSeenAt', 'provedAt'])
    .select(sql<ProofMethod[]>`proved_by`.as('provedBy'))
    .where('consoleSession.idHash', '=', idHash)
    .where('consoleSession.expiresAt', '>', now.toISOString())
    .executeTakeFirst();
  if (!row) return undefined;
  if (now.getTime() - Date.parse(row.lastSeenAt) > LAST_SEEN_PRECISION_MS) {
    await queries
      .updateTable('consoleSession')
      .set({ lastSeenAt: now.toISOString() })
      .where('idHash', '=', idHash)
      .execute();
  }
  const { id: userId, name, email, loginSessionId, provedAt, provedBy } = row;
  return { idHash, loginSessionId, person: { id: userId, name, email }, proof: { provedAt, provedBy } };
}

export async function endConsoleSession(queries: Queries, idHash: Buffer): Promise<void> {
  await queries.deleteFrom('consoleSession').where('idHash', '=', idHash).execute();
}
