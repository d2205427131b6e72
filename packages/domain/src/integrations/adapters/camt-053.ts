import { isValidIBAN } from 'ibantools';
import { readBoundedXml } from './read-bounded-xml.ts';
import { lineOf, type Movement, minorOf, ROWS_MAX, type StatementAdapter } from './statement.ts';

const LISTS = new Set(['Stmt', 'Ntry', 'TxDtls', 'Ustrd', 'Strd']);

type Xml = { readonly [name: string]: unknown };

/** ISO 20022 camt.053, bank to customer statement, in the versions banks use (001.02 to 001.08). */
export const readCamt053: StatementAdapter = (text) => {
  // A statement declares no types of its own; whoever does wants to use them.
  if (/<!(DOCTYPE|ENTITY)/i.test(text)) return { failure: 'unsafe' };
  const xml = readBoundedXml(text, LISTS);
  if ('failure' in xml) return { failure: xml.failure === 'too_much' ? 'too_many_rows' : 'unreadable' };
  const statements = list(at(xml.root, 'Document', 'BkToCstmrStmt', 'Stmt'));
  if (statements.length === 0) return { failure: 'unreadable' };
  const movements: Movement[] = [];
  for (const statement of statements) {
    for (const entry of list(at(statement, 'Ntry'))) {
      const read = movementsOf(entry);
      if (!read) return { failure: 'unreadable' };
      movements.push(...read);
      if (movements.length > ROWS_MAX) return { failure: 'too_many_rows' };
    }
  }
  const account = plain(at(statements[0], 'Acct', 'Id', 'IBAN')) ?? '';
  return { account: isValidIBAN(account) ? account : null, movements };
};

/** An entry is one movement, or several that the bank books as one. Undefined when it says no amount or day. */
function movementsOf(entry: unknown): Movement[] | undefined {
  const status = plain(at(entry, 'Sts', 'Cd') ?? at(entry, 'Sts'));
  // Only what is booked has happened.
  if (status !== undefined && status !== 'BOOK') return [];
  const bookedOn = plain(at(entry, 'BookgDt', 'Dt') ?? at(entry, 'BookgDt', 'DtTm'))?.slice(0, 10);
  const total = amountOf(at(entry, 'Amt'));
  const direction = plain(at(entry, 'CdtDbtInd'));
  if (!bookedOn || !isDay(bookedOn) || !total || (direction !== 'CRDT' && direction !== 'DBIT')) return undefined;
  const reversed = plain(at(entry, 'RvslInd')) === 'true';
  const sign = (direction === 'DBIT') === reversed ? 1 : -1;
  const details = list(at(entry, 'NtryDtls', 'TxDtls'));
  const amounts = details.map((one) => amountOf(at(one, 'AmtDtls', 'TxAmt', 'Amt') ?? at(one, 'Amt')));
  const isSplit = details.length > 1 && amounts.every((amount) => amount?.currency === total.currency);
  const parts: readonly unknown[] = isSplit ? details : [details[0]];
  return parts.map((part, index) => {
    const amount = (isSplit ? amounts[index] : undefined) ?? total;
    const who = direction === 'CRDT' ? 'Dbtr' : 'Cdtr';
    return {
      bookedOn,
      amountMinor: sign * amount.minor,
      currency: amount.currency,
      counterparty: lineOf(plain(at(part, 'RltdPties', who, 'Pty', 'Nm') ?? at(part, 'RltdPties', who, 'Nm')), 200),
      reference: lineOf(plain(at(list(at(part, 'RmtInf', 'Strd'))[0], 'CdtrRefInf', 'Ref')), 40),
      message: lineOf(
        list(at(part, 'RmtInf', 'Ustrd'))
          .map(plain)
          .join(' '),
      ),
      bankReference: bankReferenceOf(entry, part, isSplit ? index : undefined),
    };
  });
}

function bankReferenceOf(entry: unknown, part: unknown, index: number | undefined): string | null {
  const own = plain(at(part, 'Refs', 'AcctSvcrRef')) ?? plain(at(entry, 'AcctSvcrRef'));
  if (own === undefined) return null;
  return lineOf(index === undefined ? own : `${own}/${index}`, 100);
}

function amountOf(amount: unknown): { minor: number; currency: string } | undefined {
  const currency = plain(at(amount, '@Ccy'));
  const minor = minorOf(plain(amount) ?? '', currency);
  return minor !== undefined && minor >= 0 && currency ? { minor, currency } : undefined;
}

function at(node: unknown, ...path: readonly string[]): unknown {
  let found = node;
  for (const name of path) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, name)) return undefined;
    found = (found as Xml)[name];
  }
  return found;
}

function list(node: unknown): readonly unknown[] {
  return Array.isArray(node) ? node : [];
}

/** The text of an element, with or without attributes. The five entities of XML itself are all that a statement needs. */
function plain(node: unknown): string | undefined {
  const text = typeof node === 'string' ? node : at(node, '#text');
  if (typeof text !== 'string') return undefined;
  const named: Record<string, string> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };
  return text.replaceAll(/&(lt|gt|quot|apos|amp);/g, (_whole, name: string) => named[name] ?? '');
}

function isDay(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`);
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}
