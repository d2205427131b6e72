const UTC_TIME = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.(\d{1,3})\d*)?\+00$/;

/**
 * ISO 8601 in milliseconds, of a time as PostgreSQL writes it. Sessions run in UTC, so the text is nearly there already: reading it as a date
 * takes three times as long, once for every time in every row.
 */
export function isoTime(written: string): string {
  const [, day, time, fraction = ''] = UTC_TIME.exec(written) ?? [];
  return day ? `${day}T${time}.${fraction.padEnd(3, '0')}Z` : new Date(written).toISOString();
}
