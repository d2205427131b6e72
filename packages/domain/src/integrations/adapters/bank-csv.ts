import { electronicFormatIBAN, isValidIBAN } from 'ibantools';
import { type DecimalMark, decimalMarkOf, decimalOf } from './csv-amounts.ts';
import { refuseBrokenBalances } from './csv-balances.ts';
import type { Column } from './csv-columns.ts';
import { type DayOrder, dayIn, dayOrderOf } from './csv-days.ts';
import { type CsvRow, readCsvTable } from './csv-table.ts';
import {
  type BadRow,
  type Failed,
  lineOf,
  type Movement,
  nothingReadable,
  readAmount,
  referenceOf,
  type StatementAdapter,
} from './statement.ts';

const PENDING =
  /vorgemerkt|pending|reverted|declined|failed|cancell?ed|odottaa|varaus|kesken|väntar|reserverad|preliminär/i;

/**
 * A table of movements as banks let people download it: perhaps some lines of their own, the names of the columns, a line for each movement. The
 * column decides what a mark in its numbers means, never one cell; what can be read in two ways is asked about.
 */
export const readBankCsv: StatementAdapter = (text, baseCurrency, reading = {}) => {
  const table = readCsvTable(text);
  if ('failure' in table) return table;
  const { header, rows, preamble } = table;
  const cellOf = (row: CsvRow, column: Column): string => {
    const place = header.places.get(column);
    return place === undefined ? '' : (row.cells[place] ?? '').trim();
  };
  const amountColumns = (['amount', 'credited', 'debited', 'fee'] as const).filter((column) =>
    header.places.has(column),
  );
  const mark = markOf(
    rows.flatMap((row) => amountColumns.map((column) => cellOf(row, column))),
    reading.decimalMark,
  );
  if (typeof mark !== 'string') return mark;
  const order = orderOf(
    rows.map((row) => cellOf(row, 'bookedOn')),
    header.isDayFirst,
    reading.dayOrder,
  );
  if (typeof order !== 'string') return order;
  const account = accountIn(preamble);
  const movements: Movement[] = [];
  const badRows: BadRow[] = [];
  let pendingRows = 0;
  const trailing: BadRow[] = [];
  for (const row of rows) {
    const day = cellOf(row, 'bookedOn');
    const money = moneyOf((column) => cellOf(row, column), mark, header.currency ?? baseCurrency);
    if (day === '' && money === null) continue;
    const bookedOn = dayIn(day, order);
    const hasMoney = typeof money === 'object' && money !== null;
    const isReserved = day === '' && hasMoney && row.cells.some((cell) => dayIn(cell, order) !== undefined);
    if (isReserved || PENDING.test(cellOf(row, 'state'))) {
      pendingRows++;
      continue;
    }
    // Totals and small print at the end have no day, or none that is one; in the middle they are rows that cannot be read.
    if (!bookedOn && (day === '' || !hasMoney)) {
      trailing.push({ line: row.line, problem: `“${day.slice(0, 40)}” is no day` });
      continue;
    }
    badRows.push(...trailing.splice(0));
    if (!bookedOn) badRows.push({ line: row.line, problem: `“${day.slice(0, 40)}” is no day` });
    else if (money === null) badRows.push({ line: row.line, problem: 'it has no amount' });
    else if (typeof money === 'string') badRows.push({ line: row.line, problem: money });
    else if (money.amountMinor !== 0) {
      const partners = money.amountMinor > 0 ? (['payer', 'payee'] as const) : (['payee', 'payer'] as const);
      const names = (['counterparty', ...partners] as const).map((column) => said(cellOf(row, column)));
      const reference = referenceOf(said(cellOf(row, 'reference')).replace(/^ref(erence)?\s*[=:]\s*/i, ''), 40);
      movements.push({
        account: accountOf(cellOf(row, 'account')) ?? account,
        bookedOn,
        ...money,
        counterparty: lineOf(
          names.find((name) => name !== ''),
          200,
        ),
        remitted: reference === null ? [] : [{ reference, amountMinor: null }],
        message: lineOf(said(cellOf(row, 'message'))),
        bankReference: referenceOf(cellOf(row, 'bankReference')),
        endToEndId: referenceOf(cellOf(row, 'endToEndId')),
        batch: null,
        ordered: null,
        oddity: null,
        line: row.line,
      });
    }
  }
  // Nothing in it could be read: then its last lines are no small print.
  if (movements.length === 0) badRows.push(...trailing);
  if (movements.length === 0 && badRows.length > 0) return nothingReadable(badRows);
  const broken = badRows.length === 0 ? refuseBrokenBalances(movements, rows, (row) => cellOf(row, 'balance')) : {};
  if ('failure' in broken) return broken;
  return {
    format: 'csv',
    account: movements.find((one) => one.account !== null)?.account ?? account,
    movements,
    badRows,
    pendingRows,
    closing: broken.closing ?? null,
  };
};

/** The mark of all amounts. Asked about when only thousands or three decimals are possible, and nothing says which. */
function markOf(cells: readonly string[], answer: 'comma' | 'point' | undefined): DecimalMark | Failed {
  const found = decimalMarkOf(cells);
  if (found === ',' || found === '.') return found;
  if (found === 'none') return '.';
  if (answer) return answer === 'comma' ? ',' : '.';
  const example = cells.find((cell) => /\d[.,]\d{3}(?!\d)/.test(cell)) ?? '';
  return {
    failure: 'which_decimal_mark',
    detail:
      found === 'both'
        ? 'Its amounts use the comma and the point both as decimal marks. Say which one it is: decimalMark comma or point.'
        : `“${example.slice(0, 30)}” can be thousands or three decimals, and no other amount of it tells. Say which mark its decimals have: decimalMark comma or point.`,
  };
}

function orderOf(cells: readonly string[], isDayFirst: boolean, answer: DayOrder | undefined): DayOrder | Failed {
  const found = dayOrderOf(cells);
  if (found !== 'open') return found === 'none' ? 'day_first' : found;
  if (answer) return answer;
  if (isDayFirst) return 'day_first';
  const example = cells.find((cell) => /\d[/-]\d/.test(cell)) ?? '';
  return {
    failure: 'which_day_order',
    detail: `“${example.slice(0, 30)}” can be two days, and no other row of it tells. Say which comes first: dayOrder day_first or month_first.`,
  };
}

/** The amount of a row with its sign, less what it says was kept; null when it has none, words when it cannot be read. */
function moneyOf(
  cell: (column: Column) => string,
  mark: DecimalMark,
  currencyOfFile: string,
): { readonly amountMinor: number; readonly currency: string } | string | null {
  const texts = { amount: cell('amount'), credited: cell('credited'), debited: cell('debited'), fee: cell('fee') };
  const [used] = [texts.amount || texts.credited || texts.debited];
  if (used === '') return null;
  const currency = cell('currency').toUpperCase() || (used.includes('€') ? 'EUR' : currencyOfFile);
  const read = (text: string) => {
    const decimal = decimalOf(text, mark);
    return decimal === undefined ? `“${text.slice(0, 40)}” is no amount` : readAmount(decimal, currency);
  };
  const amount = texts.amount === '' ? undefined : read(texts.amount);
  const credited = texts.credited === '' ? 0 : read(texts.credited);
  const debited = texts.debited === '' ? 0 : read(texts.debited);
  const fee = texts.fee === '' ? 0 : read(texts.fee);
  for (const one of [amount, credited, debited, fee]) if (typeof one === 'string') return one;
  const moved = amount ?? Number(credited) - Math.abs(Number(debited));
  return { amountMinor: Number(moved) - Math.abs(Number(fee)), currency };
}

/** Without the quotes and the dash that some banks write for nothing. */
function said(text: string): string {
  const plain = text.replace(/^'(.*)'$/, '$1').trim();
  return plain === '-' ? '' : plain;
}

function accountIn(preamble: readonly string[]): string | null {
  for (const line of preamble) {
    for (const [found] of line
      .replaceAll(/(?<=[A-Z0-9]) (?=[A-Z0-9])/g, '')
      .matchAll(/[A-Z]{2}\d{2}[A-Z0-9]{11,30}/g)) {
      if (isValidIBAN(found)) return found;
    }
  }
  return null;
}

function accountOf(cell: string): string | null {
  const account = electronicFormatIBAN(cell.slice(0, 60)) ?? '';
  return isValidIBAN(account) ? account : null;
}
