const DAY = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' });

/** The day of an instant in UTC as everybody reads it, whatever the country: 25 November 2026. */
export function dayInWords(at: string): string {
  return DAY.format(new Date(at));
}
