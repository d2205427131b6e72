import { dayAfter } from './calendar.ts';
import { type Confirmable, refuseUnlessConfirmed } from './plausible.ts';

/** Older than most laws want vouchers kept for, and further ahead than most bills are due. */
const YEARS_BACK = 6;
const YEARS_AHEAD = 2;

/** Throws `invalid_input` for a day that something booked is hardly of, such as one of 1985, unless it is confirmed. */
export function refuseUnlikelyDay(
  day: string | null | undefined,
  today: string,
  path: string,
  confirm: readonly Confirmable[] | undefined,
): void {
  if (!day) return;
  const first = dayAfter(today, -YEARS_BACK * 366);
  const last = dayAfter(today, YEARS_AHEAD * 366);
  if (day >= first && day <= last) return;
  const sentence = `${day} is more than ${day < first ? `${YEARS_BACK} years back` : `${YEARS_AHEAD} years ahead`}; ${thisYear(day, today)} is probably meant.`;
  refuseUnlessConfirmed('date', confirm, path, sentence);
}

/** The same day of the nearest year. */
function thisYear(day: string, today: string): string {
  const inYear = `${today.slice(0, 4)}${day.slice(4)}`;
  return day < today && inYear > today ? `${Number(today.slice(0, 4)) - 1}${day.slice(4)}` : inYear;
}
