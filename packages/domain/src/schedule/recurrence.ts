import { AppError } from '@countersign/contracts/errors';
// oxlint-disable-next-line import/default -- Node sees no names in this CommonJS bundle, only its whole as the default.
import rrule from 'rrule';

// oxlint-disable-next-line import/no-named-as-default-member
const { RRule } = rrule;

/** Lists of up to 24 values: more says nothing a person plans by. */
const list = (value: string) => new RegExp(`^(${value})(,(${value})){0,23}$`);
const WEEKDAY = 'MO|TU|WE|TH|FR|SA|SU';
const INTERVAL_MAX = 99;
const COUNT_MAX = 1000;

/** What each part of a rule may hold (RFC 5545 §3.3.10), narrowed to what a calendar of days needs. */
const PARTS: Readonly<Record<string, RegExp>> = {
  FREQ: /^(DAILY|WEEKLY|MONTHLY|YEARLY)$/,
  INTERVAL: /^[1-9]\d?$/,
  COUNT: /^([1-9]\d{0,2}|1000)$/,
  UNTIL: /^(19[7-9]|20\d|21\d)\d(0[1-9]|1[0-2])([0-2]\d|3[01])(T([01]\d|2[0-3])[0-5]\d[0-5]\dZ)?$/,
  WKST: new RegExp(`^(${WEEKDAY})$`),
  BYDAY: list(`([+-]?[1-5])?(${WEEKDAY})`),
  BYMONTHDAY: list('-?([1-9]|[12]\\d|3[01])'),
  BYMONTH: list('[1-9]|1[0-2]'),
  BYSETPOS: list('-?[1-4]'),
};

/**
 * The parts that narrow days, by frequency. Every combination left here has an occurrence within a few steps or is seen not to
 * have one quickly; a daily rule narrowed by month and day, say, would be searched day by day for millennia.
 */
const NARROWING: Readonly<Record<string, readonly string[]>> = {
  DAILY: [],
  WEEKLY: ['BYDAY'],
  MONTHLY: ['BYDAY', 'BYMONTHDAY', 'BYSETPOS'],
  YEARLY: ['BYMONTH', 'BYDAY', 'BYMONTHDAY', 'BYSETPOS'],
};
const PLAIN = ['FREQ', 'INTERVAL', 'COUNT', 'UNTIL', 'WKST'];

function refuse(problem: string): never {
  throw new AppError('invalid_input', `recurrence: ${problem}`, { fields: [{ path: 'recurrence', problem }] });
}

/**
 * Reads a rule as callers write it, an RRULE value with or without its name, and gives it in one spelling. Throws
 * `invalid_input` saying which part is not accepted and why. Does not check that it fits an event: `requireFirstOccurrence` does.
 */
export function parseRecurrence(text: string): string {
  const parts = new Map<string, string>();
  for (const part of text
    .trim()
    .toUpperCase()
    .replace(/^RRULE:/, '')
    .split(';')) {
    const [name = '', value = '', ...rest] = part.split('=');
    const pattern = PARTS[name];
    if (!pattern || rest.length > 0)
      refuse(`one part is not accepted; use ${Object.keys(PARTS).join(', ')}, as NAME=VALUE.`);
    if (parts.has(name)) refuse(`${name} appears twice.`);
    if (!pattern.test(value)) refuse(problemWith(name));
    parts.set(name, value);
  }
  const frequency = parts.get('FREQ') ?? refuse('FREQ is missing, such as FREQ=WEEKLY.');
  const allowed = new Set([...PLAIN, ...(NARROWING[frequency] ?? [])]);
  for (const name of parts.keys()) if (!allowed.has(name)) refuse(`${name} does not go with FREQ=${frequency}.`);
  if (parts.has('COUNT') && parts.has('UNTIL')) refuse('COUNT and UNTIL exclude each other.');
  const numberedDay = /\d/.test(parts.get('BYDAY') ?? '');
  if (numberedDay && frequency === 'WEEKLY') refuse('BYDAY of a weekly rule has no numbers.');
  if (parts.has('BYDAY') && parts.has('BYMONTHDAY')) refuse('BYDAY and BYMONTHDAY exclude each other.');
  if (parts.has('BYSETPOS') && (numberedDay || !parts.has('BYDAY'))) refuse('BYSETPOS needs a BYDAY without numbers.');
  return [...parts].map(([name, value]) => `${name}=${value}`).join(';');
}

function problemWith(name: string): string {
  if (name === 'FREQ') return 'FREQ must be DAILY, WEEKLY, MONTHLY or YEARLY; nothing repeats within a day.';
  if (name === 'COUNT') return `COUNT must be 1 to ${COUNT_MAX}; leave it out for a series without an end.`;
  if (name === 'INTERVAL') return `INTERVAL must be 1 to ${INTERVAL_MAX}.`;
  if (name === 'UNTIL') return 'UNTIL must be YYYYMMDD or YYYYMMDDTHHMMSSZ.';
  return `${name} holds a value that is not accepted.`;
}

const DAY_MS = 86_400_000;
/** Frequencies whose steps all have one length, so that a long series can be entered near its end. */
const STEP_DAYS: Readonly<Record<string, number>> = { DAILY: 1, WEEKLY: 7 };

/**
 * The starts of a parsed rule between two moments, both inside. All of them are clock times written as if they were UTC: a rule
 * goes by the clock on the wall, and only its occurrences become instants. `until` is the rule's own UNTIL on that clock.
 */
export function occurrencesBetween(recurrence: string, start: Date, from: Date, to: Date, until: Date | null): Date[] {
  const options = RRule.parseString(recurrence);
  const step = (STEP_DAYS[/FREQ=(\w+)/.exec(recurrence)?.[1] ?? ''] ?? 0) * (options.interval ?? 1) * DAY_MS;
  // A counted series is bounded by its count and must be counted from its start.
  const skipped =
    step > 0 && !options.count ? Math.max(0, Math.floor((from.getTime() - start.getTime()) / step) - 1) : 0;
  const dtstart = new Date(start.getTime() + skipped * step);
  return new RRule({ ...options, until, dtstart }).between(from, to, true);
}

/** The UNTIL of a parsed rule as a UTC moment, a bare day meaning its end; null without one. */
export function untilOf(recurrence: string): { readonly moment: Date; readonly isDay: boolean } | null {
  const found = /UNTIL=(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)Z)?/.exec(recurrence);
  if (!found) return null;
  const [, year, month, day, hour = '23', minute = '59', second = '59'] = found;
  return { moment: new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`), isDay: found[4] === undefined };
}
