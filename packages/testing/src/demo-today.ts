const DAY = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Helsinki' });

/** The day it is at the demo's organizations, `YYYY-MM-DD`: for the last hours of a day in UTC it is the next one there. */
export function demoToday(): string {
  return DAY.format(new Date());
}
