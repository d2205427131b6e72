import { parse } from 'csv-parse/sync';
import { type Header, headerOf } from './csv-columns.ts';
import { type Failed, ROWS_MAX } from './statement.ts';

export interface CsvRow {
  readonly cells: readonly string[];
  readonly line: number;
}
export interface CsvTable {
  readonly header: Header;
  /** The lines above the names of the columns: the account, a period, a balance. */
  readonly preamble: readonly string[];
  readonly rows: readonly CsvRow[];
}

const DELIMITERS = [';', '\t', ','];
/** Banks were seen to put up to a dozen lines before the names. */
const PREAMBLE_MAX = 40;

/** The table in a file: under the delimiter that gives the names of the columns the most cells. */
export function readCsvTable(text: string): CsvTable | Failed {
  let best:
    | { readonly delimiter: string; readonly at: number; readonly header: Header; readonly width: number }
    | undefined;
  const start = text.split(/\r\n|\n|\r/, PREAMBLE_MAX);
  for (const delimiter of DELIMITERS) {
    for (const [at, line] of start.entries()) {
      const cells = rowsOf(line, delimiter)?.[0]?.cells ?? [];
      const header = cells.length > 1 && cells.length <= 200 ? headerOf(cells) : undefined;
      if (!header || (best && best.width >= cells.length)) continue;
      best = { delimiter, at, header, width: cells.length };
    }
  }
  if (!best) return { failure: 'unknown_columns' };
  const rest = text
    .split(/\r\n|\n|\r/)
    .slice(best.at + 1)
    .join('\n');
  const rows = rowsOf(rest, best.delimiter);
  if (!rows) return { failure: 'unreadable', detail: 'A quotation mark in it never ends.' };
  if (rows.length > ROWS_MAX) return { failure: 'too_many_rows' };
  const first = best.at + 2;
  return {
    header: best.header,
    preamble: start.slice(0, best.at),
    rows: rows.map(({ cells, line }) => ({ cells, line: line + first - 1 })),
  };
}

function rowsOf(text: string, delimiter: string): CsvRow[] | undefined {
  try {
    const records = parse(text.replace(/^\uFEFF/, ''), {
      delimiter,
      info: true,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      to: ROWS_MAX + 1,
    }) as unknown as { record: string[]; info: { lines: number } }[];
    return records.map(({ record, info }) => ({ cells: record.map(unwrapped), line: info.lines }));
  } catch {
    return undefined;
  }
}

/** `="123"`, by which spreadsheets are kept from reading a number. */
function unwrapped(cell: string): string {
  return cell.replace(/^="(.*)"$/, '$1').trim();
}
