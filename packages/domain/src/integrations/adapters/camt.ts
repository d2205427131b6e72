import { electronicFormatIBAN, isValidIBAN } from 'ibantools';
import { refuseOpenSums } from './camt-balances.ts';
import { type EntryFacts, movementsOf } from './camt-entry.ts';
import { readBoundedXml } from './read-bounded-xml.ts';
import { type BadRow, type Movement, nothingReadable, ROWS_MAX, type StatementAdapter } from './statement.ts';
import { at, list, plain } from './xml-path.ts';

const LISTS = new Set(['Stmt', 'Rpt', 'Ntfctn', 'Ntry', 'NtryDtls', 'TxDtls', 'Ustrd', 'Strd', 'Bal']);

/** A statement of a day or more (camt.053), a report during one (052), a notification of details (054). */
const ROOTS = [
  ['BkToCstmrStmt', 'Stmt'],
  ['BkToCstmrAcctRpt', 'Rpt'],
  ['BkToCstmrDbtCdtNtfctn', 'Ntfctn'],
] as const;

/**
 * ISO 20022 camt.052, .053 and .054, in every version banks were seen to use (001.02 to 001.14): names are read, not the version's number.
 * Movements of a statement whose balances they do not close are refused as a whole: a wrong sign or a missing part would be booked otherwise.
 */
export const readCamt: StatementAdapter = (text) => {
  // A statement declares no types of its own; whoever does wants to use them.
  if (/<!(DOCTYPE|ENTITY)/i.test(text)) return { failure: 'unsafe' };
  const xml = readBoundedXml(text, LISTS);
  if ('failure' in xml) return { failure: xml.failure === 'too_much' ? 'too_many_rows' : 'unreadable' };
  const document = at(xml.root, 'Document');
  const statements = ROOTS.flatMap(([root, name]) => list(at(document, root, name)));
  if (statements.length === 0) return { failure: 'unreadable' };
  const lines = linesOf(text);
  const movements: Movement[] = [];
  const badRows: BadRow[] = [];
  let [pendingRows, entries, closing] = [0, 0, null as ReturnType<typeof refuseOpenSums>['closing']];
  for (const statement of statements) {
    const account = accountOf(statement);
    const of: EntryFacts[] = [];
    for (const entry of list(at(statement, 'Ntry'))) {
      const read = movementsOf(entry, account, lines[entries++] ?? 1);
      if (read === 'pending') pendingRows++;
      else if ('problem' in read) badRows.push(read);
      else of.push(read);
      if (entries > ROWS_MAX) return { failure: 'too_many_rows' };
    }
    const isWhole = badRows.length === 0;
    const sums = refuseOpenSums(statement, isWhole ? of : []);
    if (isWhole && sums.failed) return sums.failed;
    if (sums.closing && (closing === null || sums.closing.on >= closing.on)) closing = sums.closing;
    movements.push(...of.flatMap((facts) => facts.movements));
    if (movements.length > ROWS_MAX) return { failure: 'too_many_rows' };
  }
  if (movements.length === 0 && badRows.length > 0) return nothingReadable(badRows);
  return {
    format: 'camt',
    account: movements[0]?.account ?? accountOf(statements[0]),
    movements,
    badRows,
    pendingRows,
    closing,
  };
};

/** The line each entry begins at. Only tags count; `<Ntry` within a comment would shift a number in a message, and nothing else. */
function linesOf(text: string): number[] {
  const lines: number[] = [];
  let [line, from] = [1, 0];
  for (const { index } of text.matchAll(/<(?:[\w.-]+:)?Ntry[\s>]/g)) {
    for (let at = text.indexOf('\n', from); at >= 0 && at < index; at = text.indexOf('\n', at + 1)) line++;
    lines.push(line);
    from = index;
  }
  return lines;
}

function accountOf(statement: unknown): string | null {
  const written = plain(at(statement, 'Acct', 'Id', 'IBAN')) ?? '';
  const account = written.length > 50 ? '' : (electronicFormatIBAN(written) ?? '');
  return isValidIBAN(account) ? account : null;
}
