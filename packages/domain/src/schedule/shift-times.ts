import { AppError } from '@countersign/contracts/errors';
import { toInstant } from '../zoned-time.ts';

const HOURS_MAX = 48;
const HOUR_MS = 3_600_000;

/** The instants of a shift, ISO 8601 in UTC. Throws `invalid_input` for one that ends before it starts or never seems to end. */
export function shiftTimes(startsAt: string, endsAt: string, timeZone: string) {
  const start = toInstant(startsAt, timeZone, 'startsAt');
  const end = toInstant(endsAt, timeZone, 'endsAt');
  const length = Date.parse(end) - Date.parse(start);
  if (length > 0 && length <= HOURS_MAX * HOUR_MS) return { startsAt: start, endsAt: end };
  const problem = length > 0 ? `must be within ${HOURS_MAX} hours of the start.` : 'must be after the start.';
  throw new AppError('invalid_input', `endsAt: ${problem}`, { fields: [{ path: 'endsAt', problem }] });
}
