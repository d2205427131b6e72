import { AppError } from '@countersign/contracts/errors';
import { z } from 'zod';

/** What every update takes: optimistic concurrency for callers who read first. */
export const ExpectedVersion = z
  .int()
  .min(1)
  .optional()
  .describe('version as last read; a record changed since then answers conflict.');

/**
 * Throws `conflict` when the caller read an older version than the record has now. The record must have been read with a
 * row lock in this transaction, else a change between the check and the write goes unnoticed.
 */
export function refuseStale(record: { readonly version: number }, expectedVersion: number | undefined): void {
  if (expectedVersion === undefined || expectedVersion === record.version) return;
  throw new AppError(
    'conflict',
    `The record has changed: it is at version ${record.version} now. Read it again, then update.`,
    { currentVersion: record.version },
  );
}
