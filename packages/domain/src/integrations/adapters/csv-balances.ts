import { decimalMarkOf, decimalOf } from './csv-amounts.ts';
import type { CsvRow } from './csv-table.ts';
import { type Failed, inWords, type Movement, minorOf, type Statement } from './statement.ts';

/**
 * The running balance of a table proves its amounts and signs: from one row to the next it moves by the row's amount, upwards or downwards in
 * the file. Answers the balance after the newest row, or a failure that names the line where it breaks. A table without readable balances,
 * or in several currencies, proves nothing and is taken.
 */
export function refuseBrokenBalances(
  movements: readonly Movement[],
  rows: readonly CsvRow[],
  balanceCell: (row: CsvRow) => string,
): Failed | { readonly closing?: Statement['closing'] } {
  const byLine = new Map(rows.map((row) => [row.line, balanceCell(row)]));
  const cells = movements.map(({ line }) => byLine.get(line) ?? '');
  const mark = decimalMarkOf(cells);
  const [first] = movements;
  if (mark === 'both' || mark === 'open' || !first || movements.some(({ currency }) => currency !== first.currency))
    return {};
  const balances = cells.map((cell) => minorOf(decimalOf(cell, mark === 'none' ? '.' : mark) ?? '', first.currency));
  if (balances.includes(undefined)) return {};
  const steps = movements.slice(1).map((movement, index) => {
    const [before, after] = [balances[index] ?? 0, balances[index + 1] ?? 0];
    return {
      line: movement.line,
      down: after - before - movement.amountMinor,
      up: before - after - (movements[index]?.amountMinor ?? 0),
    };
  });
  const closing = (at: number): { readonly closing: Statement['closing'] } => ({
    closing: { on: movements[at]?.bookedOn ?? '', amountMinor: balances[at] ?? 0, currency: first.currency },
  });
  const last = movements.length - 1;
  if (steps.every(({ down }) => down === 0)) return steps.length === 0 ? {} : closing(last);
  if (steps.every(({ up }) => up === 0)) return closing(0);
  const isUp = first.bookedOn > (movements[last]?.bookedOn ?? '');
  const broken = steps.find((step) => (isUp ? step.up : step.down) !== 0);
  const gap = broken ? (isUp ? broken.up : broken.down) : 0;
  return {
    failure: 'balances_differ',
    detail: `Its balance does not move by its amounts: at line ${broken?.line} the difference is ${inWords(gap, first.currency)}.`,
  };
}
