export type DecimalMark = ',' | '.';

const MARKS: readonly DecimalMark[] = [',', '.'];

/** `(1 234,50)`, `1 234,50-`, `€ 1'234.50` as a sign, digits and marks; undefined for what is no number. */
export function bare(
  cell: string,
): { readonly negative: boolean; readonly digits: string; readonly isGrouped: boolean } | undefined {
  const text = cell.replaceAll(/[−–]/g, '-').trim();
  const inBrackets = /^\(.*\)$/.test(text);
  const unsigned = text
    .replaceAll(/[()€$£]|(?<![A-Za-z])(?:kr|[A-Z]{3})(?![A-Za-z])\.?/g, '')
    .replaceAll(/^["'‘’]|["'‘’]$/g, '')
    .trim();
  const [, before = '', body = '', after = ''] =
    /^([+-]?)\s*([\d.,'’\s\u00a0\u2009\u202f]+?)\s*([+-]?)$/.exec(unsigned) ?? [];
  if (!/\d/.test(body) || (before !== '' && after !== '')) return undefined;
  const digits = body.replaceAll(/['’\s\u00a0\u2009\u202f]/g, '');
  return {
    negative: inBrackets || before === '-' || after === '-',
    digits,
    isGrouped: digits.length < body.trim().length,
  };
}

/** What one number proves of the decimal mark of its column: one of the two, nothing, or that it is one of three digits after a mark. */
function evidenceOf({
  digits,
  isGrouped,
}: {
  readonly digits: string;
  readonly isGrouped: boolean;
}): DecimalMark | 'open' | null {
  const last = Math.max(digits.lastIndexOf(','), digits.lastIndexOf('.'));
  if (last < 0) return null;
  const mark = digits[last] as DecimalMark;
  const other = mark === ',' ? '.' : ',';
  if (digits.includes(other)) return mark;
  // Twice: it groups, so the other one is the decimal mark.
  if (digits.indexOf(mark) !== last) return other;
  const [before, after] = [digits.slice(0, last), digits.slice(last + 1)];
  // Groups have three digits, and nothing else groups beside them.
  return after.length !== 3 || before.length > 3 || before.length === 0 || before === '0' || isGrouped ? mark : 'open';
}

/**
 * The decimal mark of a column: what its numbers prove together. `open` when there are only marks before three digits, which one column
 * means as thousands and another as decimals; `both` when they contradict each other.
 */
export function decimalMarkOf(cells: readonly string[]): DecimalMark | 'open' | 'both' | 'none' {
  const found = new Set(
    cells.flatMap((cell) => {
      const number = bare(cell);
      const evidence = number && evidenceOf(number);
      return evidence ? [evidence] : [];
    }),
  );
  const [proved, second] = MARKS.filter((mark) => found.has(mark));
  if (second) return 'both';
  return proved ?? (found.has('open') ? 'open' : 'none');
}

/** The number with a point as its decimal mark and nothing else but a sign; undefined for what is none under that mark. */
export function decimalOf(cell: string, mark: DecimalMark): string | undefined {
  const number = bare(cell);
  if (!number) return undefined;
  const [whole = '', ...fractions] = number.digits.split(mark);
  const [first = '', ...groups] = whole.split(mark === ',' ? '.' : ',');
  if (fractions.length > 1 || /[.,]/.test(fractions[0] ?? '') || groups.some((group) => group.length !== 3))
    return undefined;
  if (groups.length > 0 && (first.length === 0 || first.length > 3)) return undefined;
  const digits = `${first}${groups.join('')}` || '0';
  const fraction = fractions[0] ?? '';
  return `${number.negative ? '-' : ''}${digits}${fraction === '' ? '' : `.${fraction}`}`;
}
