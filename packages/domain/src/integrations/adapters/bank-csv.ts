import { parse } from 'csv-parse/sync';
import { lineOf, type Movement, minorOf, ROWS_MAX, type StatementAdapter } from './statement.ts';

/** What banks of the north call their columns, folded as `folded` does. */
const COLUMNS = {
  bookedOn: ['date', 'booking date', 'kirjauspaiva', 'paiva', 'pvm', 'bokforingsdag', 'datum', 'buchungstag'],
  amount: ['amount', 'maara', 'summa', 'maara eur', 'belopp', 'betrag'],
  currency: ['currency', 'valuutta', 'valuta', 'wahrung'],
  counterparty: [
    'payer',
    'name',
    'counterparty',
    'saaja maksaja',
    'maksaja',
    'avsandare',
    'mottagare avsandare',
    'auftraggeber',
  ],
  reference: ['reference', 'viite', 'viitenumero', 'referens', 'referensnummer', 'referenz'],
  message: ['message', 'viesti', 'meddelande', 'verwendungszweck', 'selitys'],
  bankReference: ['archive id', 'arkistointitunnus', 'transaction id', 'arkiveringskod'],
} as const;
type Column = keyof typeof COLUMNS;

/** A table of movements as banks let people download it: a line of names, then one line for each. */
export const readBankCsv: StatementAdapter = (text, baseCurrency) => {
  const [head = ''] = text.split(/\r?\n/, 1);
  const delimiter = [';', '\t', ','].find((mark) => head.includes(mark));
  if (delimiter === undefined) return { failure: 'unknown_columns' };
  let table: string[][];
  try {
    table = parse(text, { delimiter, bom: true, relax_column_count: true, skip_empty_lines: true, to: ROWS_MAX + 2 });
  } catch {
    return { failure: 'unreadable' };
  }
  const [names = [], ...rows] = table;
  if (rows.length > ROWS_MAX) return { failure: 'too_many_rows' };
  const places = placesOf(names);
  if (places.bookedOn < 0 || places.amount < 0) return { failure: 'unknown_columns' };
  const movements: Movement[] = [];
  for (const row of rows) {
    const cell = (column: Column) => (places[column] < 0 ? undefined : row[places[column]]?.trim());
    const bookedOn = dayOf(cell('bookedOn') ?? '');
    const currency = cell('currency')?.toUpperCase() || baseCurrency;
    const amountMinor = minorOf(decimal(cell('amount') ?? ''), currency);
    if (!bookedOn || amountMinor === undefined) return { failure: 'unreadable' };
    movements.push({
      bookedOn,
      amountMinor,
      currency,
      counterparty: lineOf(cell('counterparty'), 200),
      reference: lineOf(cell('reference'), 40),
      message: lineOf(cell('message')),
      bankReference: lineOf(cell('bankReference'), 100),
    });
  }
  return { account: null, movements };
};

function placesOf(names: readonly string[]): Record<Column, number> {
  const known = names.map(folded);
  const placeOf = (column: Column) => known.findIndex((name) => (COLUMNS[column] as readonly string[]).includes(name));
  return Object.fromEntries((Object.keys(COLUMNS) as Column[]).map((column) => [column, placeOf(column)])) as Record<
    Column,
    number
  >;
}

function folded(name: string): string {
  const plain = name.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
  return plain.replaceAll(/[^a-z]+/g, ' ').trim();
}

/** `1 234,50` and `1,234.50` as `1234.50`: the last mark of the two is the decimal one. */
function decimal(amount: string): string {
  const plain = amount.replaceAll(/[\s\u00a0\u2009]/g, '').replace('−', '-');
  const comma = plain.lastIndexOf(',') > plain.lastIndexOf('.');
  return comma ? plain.replaceAll('.', '').replace(',', '.') : plain.replaceAll(',', '');
}

/** `2026-03-09`, `9.3.2026` or `09/03/2026`, the day first. */
function dayOf(text: string): string | undefined {
  const iso = /^\d{4}-\d\d-\d\d$/.exec(text)?.[0];
  const [, day = '', month = '', year = ''] = /^(\d{1,2})[./](\d{1,2})[./](\d{4})$/.exec(text) ?? [];
  const found = iso ?? (year && `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`);
  if (!found) return undefined;
  const time = Date.parse(`${found}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(found) ? found : undefined;
}
