import type { FastifyReply } from 'fastify';

/** Sets `Retry-After` (RFC 9110 §10.2.3) and says the same in words. */
export function tellWhenToRetry(reply: FastifyReply, retryAt: Date, now: Date): string {
  const seconds = Math.max(1, Math.ceil((retryAt.getTime() - now.getTime()) / 1000));
  reply.header('retry-after', seconds);
  if (seconds < 100) return `in ${seconds} ${seconds === 1 ? 'second' : 'seconds'}`;
  return `in ${Math.ceil(seconds / 60)} minutes`;
}
