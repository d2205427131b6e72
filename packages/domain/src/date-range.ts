import { AppError } from '@countersign/contracts/errors';
import { z } from 'zod';
import { type Days, RANGE_WORDS, rangeMeant } from './range-words.ts';

export type { Days } from './range-words.ts';

const ANY_DAY = '2000-01-01';

/** A stretch of calendar days as a person names it. */
export const DateRange = z
  .string()
  .max(100)
  .refine((said) => rangeMeant(said, ANY_DAY) !== undefined, `must be ${RANGE_WORDS}`)
  .describe(`${RANGE_WORDS}.`);

/** The days a range means, counted from `today` (`YYYY-MM-DD`). Throws `invalid_input` for what is none, or ends before it starts. */
export function daysOf(range: string, today: string): Days {
  const days = rangeMeant(range, today);
  const problem = days ? 'it ends before it starts. Name the earlier day first.' : `it must be ${RANGE_WORDS}.`;
  if (days && !isBackwards(days)) return days;
  throw new AppError('invalid_input', `range: ${problem}`, { fields: [{ path: 'range', problem }] });
}

function isBackwards(days: Days | undefined): boolean {
  return days !== undefined && days.from > days.to;
}

interface SaidDays {
  readonly range?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/**
 * The first and the last day a list is asked for: by a range, or by one or both days, which go before the range's own. `paths` is what the
 * tool calls the two. Throws `invalid_input` when nothing can lie between them, because no answer would look like “nothing there”.
 */
export function daysAsked(
  { range, from, to }: SaidDays,
  today: string,
  paths: readonly [from: string, to: string] = ['from', 'to'],
): { readonly from: string | undefined; readonly to: string | undefined } {
  const named = range === undefined ? undefined : daysOf(range, today);
  const days = { from: from ?? named?.from, to: to ?? named?.to };
  if (days.from === undefined || days.to === undefined || days.from <= days.to) return days;
  const path = to === undefined ? paths[0] : paths[1];
  throw new AppError(
    'invalid_input',
    `${path}: the list would end (${days.to}) before it begins (${days.from}). Name the earlier day as ${paths[0]}.`,
    { fields: [{ path, problem: 'before the start' }] },
  );
}
