import { isRecentSignIn } from '@countersign/access/principals/recent-sign-in';
import type { FastifyRequest } from 'fastify';
import { RecentSignInRequired } from '../wire/api-errors.ts';
import { sessionOf } from './require-person.ts';

/**
 * Refuses a change unless its person proved who they are within the last quarter of an hour, with a password, a passkey, a code or
 * another provider. For what outlives the session or lets others do more: before anything changes. The page
 * leads through the sign-in and sends the same change again. Does not check what the person may do.
 */
export function requireRecentSignIn(request: FastifyRequest, now: Date): void {
  if (!isRecentSignIn(sessionOf(request).proof, now)) throw new RecentSignInRequired();
}
