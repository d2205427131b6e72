/**
 * A parsed rule that names the 29th, 30th or 31st, or begins on one, as people mean it: in a shorter month its last day. By RFC 5545
 * §3.3.10 such a rule skips the month, so that a rent of the 31st would be billed seven times a year. The answer is an RFC 5545 rule again. A rule that says more of its days, by weekday or position, stays as it is.
 */
export function monthsMeant(recurrence: string, start: Date): string {
  const parts = new Map(recurrence.split(';').map((part) => part.split('=') as [string, string]));
  const isYearly = parts.get('FREQ') === 'YEARLY';
  if (parts.has('BYDAY') || parts.has('BYSETPOS') || (!isYearly && parts.get('FREQ') !== 'MONTHLY')) return recurrence;
  if (isYearly && !parts.has('BYMONTH')) {
    // Days without a month are days of every month.
    if (parts.has('BYMONTHDAY')) parts.set('BYMONTH', '1,2,3,4,5,6,7,8,9,10,11,12');
    else parts.set('BYMONTH', String(start.getUTCMonth() + 1));
  }
  const inFebruary = isYearly ? (parts.get('BYMONTH') ?? '').split(',').length === 1 : true;
  const named = (parts.get('BYMONTHDAY') ?? String(start.getUTCDate())).split(',').map(Number);
  const days = [...new Set(named.map((day) => (day === 31 ? -1 : day)))];
  const late = days.filter((day) => day === 29 || day === 30);
  const early = days.filter((day) => day > 0 && day < 29);
  if (late.length === 0 && days.join() === named.join()) return recurrence;
  parts.set('BYMONTHDAY', days.join(','));
  // The last of the days up to it that the month has. A position counts over all months of a year, so one month only.
  if (late.length === 1 && early.length === days.length - 1 && inFebruary && !early.includes(28)) {
    const [last = 0] = late;
    parts.set('BYMONTHDAY', [...early, ...[28, 29, 30].filter((day) => day <= last)].join(','));
    parts.set(
      'BYSETPOS',
      [...early.keys()]
        .map((index) => index + 1)
        .concat(-1)
        .join(','),
    );
  }
  return [...parts].map(([name, value]) => `${name}=${value}`).join(';');
}
