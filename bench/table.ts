import type { Figures } from './rounds.ts';

/** Markdown as docs/measurements.md has it: columns aligned, the first to the left and the rest to the right. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0), 3));
  const line = (cells: readonly string[]) =>
    `| ${widths.map((width, column) => pad(cells[column] ?? '', width, column)).join(' | ')} |`;
  const rule = widths.map((width, column) => (column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`));
  return [line(head), line(rule), ...rows.map(line)].join('\n');
}

const pad = (text: string, width: number, column: number) => (column === 0 ? text.padEnd(width) : text.padStart(width));

const COLUMNS = ['answers/s', 'p50', 'p99', 'server CPU each'];

/** A row for each measured thing, under the name it is given here. */
export function figuresTable(rows: readonly (readonly [name: string, figures: Figures])[]): string {
  return markdownTable(
    ['', ...COLUMNS],
    rows.map(([name, figures]) => [name, ...cellsOf(figures)]),
  );
}

function cellsOf({ perSecond, p50Ms, p99Ms, cpuMicros }: Figures): string[] {
  return [whole(perSecond), milliseconds(p50Ms), milliseconds(p99Ms), `${whole(cpuMicros)} µs`];
}

export const whole = (value: number) => Math.round(value).toLocaleString('en');

function milliseconds(value: number): string {
  if (value >= 1000) return `${(value / 1000).toFixed(2)} s`;
  return `${value.toFixed(value < 100 ? 1 : 0)} ms`;
}

/** How two of them compare. Processor time is the steadier of the two on a machine that is not idle. */
export function ratio(name: string, one: Figures, other: Figures): string {
  const rate = one.perSecond / other.perSecond;
  const work = one.cpuMicros / other.cpuMicros;
  return `- ${name} = ${short(rate)} in answers a second, ${short(work)} in processor time each.`;
}

const short = (value: number) => (value >= 10 ? value.toFixed(0) : value.toFixed(2));
