import { AppError, notFound } from '@countersign/contracts/errors';

/** PostgreSQL gave up for a reason that passes: serialization, deadlock, lock and statement timeouts. */
const PASSING = new Set(['40001', '40P01', '55P03', '57014']);
const FOREIGN_KEY_VIOLATION = '23503';

/**
 * What a caller may be told of anything that was thrown. An AppError speaks for itself; of everything else, a database's
 * message above all, only our own sentence leaves. The thrown value stays as `cause`, for the log.
 */
export function publicError(thrown: unknown, requestId: string): AppError {
  if (thrown instanceof AppError) return thrown;
  const { code } = (thrown instanceof Error ? thrown : {}) as { code?: unknown };
  if (typeof code === 'string' && PASSING.has(code)) {
    return new AppError('unavailable', 'The service is busy. Try again shortly.', { cause: thrown });
  }
  // A reference to a record of another organization fails on a composite key; its absence is all that may be said.
  if (code === FOREIGN_KEY_VIOLATION) return notFound('record');
  return new AppError('internal', `Something failed on our side. Report request ${requestId} if it happens again.`, {
    cause: thrown,
  });
}
