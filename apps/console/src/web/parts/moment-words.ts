const STEPS: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_557_600],
  ['month', 2_629_800],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];
/** What was made for 90 days ends “in 3 months”, also when a day of them is over. */
const NEARLY = 0.95;

const counted = new Intl.RelativeTimeFormat('en');
const named = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });

/** How far away a time is, as people say it. “Tomorrow” is said, “next month” is not: it could be another month than meant. */
export function momentWords(at: number, now: number): string {
  const seconds = (at - now) / 1000;
  const step = STEPS.find(([, length]) => Math.abs(seconds) >= length * NEARLY);
  if (!step) return 'just now';
  const [unit, length] = step;
  return (unit === 'day' ? named : counted).format(Math.round(seconds / length), unit);
}
