import { isDay } from './calendar-day.ts';

export type DayOrder = 'day_first' | 'month_first';

const ISO = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T\s].*)?$/;
const DOTTED = /^(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4}|\d{2})(?:[T\s].*)?$/;
const EITHER = /^(\d{1,2})[/-](\d{1,2})[/-](\d{4}|\d{2})(?:[T\s].*)?$/;

/** Which of the two comes first in `03/04/2026`, as the column proves it; `open` when it does not, `none` when no day is written so. */
export function dayOrderOf(cells: readonly string[]): DayOrder | 'open' | 'none' {
  const written = cells.flatMap((cell) => {
    const [, first, second] = EITHER.exec(cell.trim()) ?? [];
    return first && second ? [[Number(first), Number(second)] as const] : [];
  });
  if (written.length === 0) return 'none';
  if (written.some(([first]) => first > 12)) return 'day_first';
  if (written.some(([, second]) => second > 12)) return 'month_first';
  return written.every(([first, second]) => first === second) ? 'day_first' : 'open';
}

/** The day, `YYYY-MM-DD`; undefined for none. Years of two digits are of this century. */
export function dayIn(cell: string, order: DayOrder): string | undefined {
  const text = cell.trim();
  const [, year, month, day] = ISO.exec(text) ?? [];
  if (year && month && day) return valid(year, month, day);
  const [, dottedDay, dottedMonth, dottedYear] = DOTTED.exec(text) ?? [];
  if (dottedDay && dottedMonth && dottedYear) return valid(dottedYear, dottedMonth, dottedDay);
  const [, first, second, end] = EITHER.exec(text) ?? [];
  if (!first || !second || !end) return undefined;
  return order === 'day_first' ? valid(end, second, first) : valid(end, first, second);
}

function valid(year: string, month: string, day: string): string | undefined {
  const found = `${year.length === 2 ? `20${year}` : year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return isDay(found) ? found : undefined;
}
