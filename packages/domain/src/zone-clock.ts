import { z } from 'zod';

/** Formatters cost far more to make than to use. Bounded, because callers choose the spelling of the name. */
const formatters = new Map<string, Intl.DateTimeFormat>();
const FORMATTERS_MAX = 1000;

function formatterOf(timeZone: string): Intl.DateTimeFormat {
  let formatter = formatters.get(timeZone);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat('en-GB', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
    if (formatters.size >= FORMATTERS_MAX) formatters.clear();
    formatters.set(timeZone, formatter);
  }
  return formatter;
}

function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z_]+(\/[A-Za-z0-9_+-]+)*$/.test(name)) return false;
  try {
    formatterOf(name);
    return true;
  } catch {
    return false;
  }
}

/** An IANA time zone this machine knows. */
export const TimeZone = z
  .string()
  .max(64)
  .refine(isTimeZone, 'must be an IANA time zone such as Europe/Helsinki')
  .describe('IANA name, such as Europe/Helsinki.');

/** What a clock in the zone shows at an instant, as `YYYY-MM-DDTHH:mm:ss`. */
export function clockAt(instant: Date, timeZone: string): string {
  const part: Record<string, string> = {};
  for (const { type, value } of formatterOf(timeZone).formatToParts(instant)) part[type] = value;
  return `${part['year']}-${part['month']}-${part['day']}T${part['hour']}:${part['minute']}:${part['second']}`;
}

/** How far the zone's clocks are ahead of UTC at an instant, in milliseconds. */
function offsetAt(instant: number, timeZone: string): number {
  const wholeSecond = Math.floor(instant / 1000) * 1000;
  return Date.parse(`${clockAt(new Date(wholeSecond), timeZone)}Z`) - wholeSecond;
}

const DAY_MS = 86_400_000;

/**
 * The instant at which a clock in the zone shows `clock` (`YYYY-MM-DDTHH:mm[:ss]`). Where clocks go back, the first of the two; where they
 * jump over it, the time as if they had not jumped (RFC 5545 §3.3.5).
 */
export function instantOf(clock: string, timeZone: string): Date {
  const asIfUtc = Date.parse(`${clock}Z`);
  const offsetBefore = offsetAt(asIfUtc - DAY_MS, timeZone);
  const offsetAfter = offsetAt(asIfUtc + DAY_MS, timeZone);
  const first = asIfUtc - offsetBefore;
  const second = asIfUtc - offsetAfter;
  const onlySecondIsReal = offsetAt(first, timeZone) !== offsetBefore && offsetAt(second, timeZone) === offsetAfter;
  return new Date(onlySecondIsReal ? second : first);
}

/** Every instant at which a clock in the zone shows `clock`, in order: two where clocks go back, none where they jump over it. */
export function instantsOf(clock: string, timeZone: string): Date[] {
  const asIfUtc = Date.parse(`${clock}Z`);
  const offsets = new Set([-1, 1].map((side) => offsetAt(asIfUtc + side * DAY_MS, timeZone)));
  return [...offsets]
    .filter((offset) => offsetAt(asIfUtc - offset, timeZone) === offset)
    .map((offset) => new Date(asIfUtc - offset))
    .sort((one, other) => one.getTime() - other.getTime());
}

/** An instant as ISO 8601 text with the zone's own offset: what a person there would read off the wall. */
export function zonedText(instant: string, timeZone: string): string {
  const at = new Date(instant);
  const offsetMinutes = Math.round(offsetAt(at.getTime(), timeZone) / 60_000);
  const [sign, size] = offsetMinutes < 0 ? ['-', -offsetMinutes] : ['+', offsetMinutes];
  const pad = (value: number) => String(value).padStart(2, '0');
  return `${clockAt(at, timeZone)}${sign}${pad(Math.floor(size / 60))}:${pad(size % 60)}`;
}
