const NAMED_MAX = 6;

/** “Ada, Ben and 4 more”; all of them where there are only a few. */
export function someOf(names: readonly string[]): string {
  const isLong = names.length > NAMED_MAX;
  const shown = isLong ? names.slice(0, NAMED_MAX - 1) : names.slice(0, -1);
  const last = isLong ? `${names.length - shown.length} more` : (names.at(-1) ?? 'nobody');
  return shown.length > 0 ? `${shown.join(', ')} and ${last}` : last;
}
