/** What was paid of an invoice or of what is left of it. Most that fell due are paid; some are late, in whole or in part, more of the recent ones. */
export function paidOf(totalMinor: number, index: number, dueInDays: number): number {
  const late = dueInDays < -60 ? index % 23 === 5 : index % 4 === 1;
  const inPart = dueInDays < -60 ? index % 29 === 7 : index % 7 === 3;
  if (inPart) return Math.floor(totalMinor / 2);
  if (late || dueInDays > 0) return 0;
  return totalMinor;
}
