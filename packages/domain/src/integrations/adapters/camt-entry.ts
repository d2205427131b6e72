import { isDay } from './calendar-day.ts';
import {
  type BadRow,
  lineOf,
  type Movement,
  type Oddity,
  type Remitted,
  readAmount,
  referenceOf,
} from './statement.ts';
import { at, firstText, list, plain } from './xml-path.ts';

/** What one entry of a statement came to, with its sign, and the movements it is made of. */
export interface EntryFacts {
  readonly amountMinor: number;
  readonly currency: string;
  readonly movements: readonly Movement[];
}

interface Money {
  readonly minor: number;
  readonly currency: string;
}

/**
 * An entry is one movement, or several that the bank books as one. `CdtDbtInd` alone is the direction, of the entry and of each part;
 * `RvslInd` only says why. A batch is split when its parts, by sign, add up to it; else it is one movement to look at.
 */
export function movementsOf(entry: unknown, account: string | null, line: number): EntryFacts | BadRow | 'pending' {
  const status = firstText(entry, ['Sts', 'Cd'], ['Sts', 'Prtry'], ['Sts']);
  // Only what is booked has happened.
  if (status !== undefined && status !== 'BOOK') return 'pending';
  const bookedOn = firstText(entry, ['BookgDt', 'Dt'], ['BookgDt', 'DtTm'])?.slice(0, 10);
  if (!bookedOn || !isDay(bookedOn)) return { line, problem: `“${bookedOn ?? ''}” is no booking day` };
  const total = amountOf(at(entry, 'Amt'));
  if (typeof total === 'string') return { line, problem: total };
  const direction = directionOf(entry);
  if (direction === undefined) return { line, problem: 'it says neither CRDT nor DBIT' };
  const amountMinor = direction * total.minor;
  const batches = list(at(entry, 'NtryDtls'));
  const details = batches.flatMap((batch) => list(at(batch, 'TxDtls')));
  const told = batches.reduce<number>((sum, batch) => sum + Number(plain(at(batch, 'Btch', 'NbOfTxs')) ?? 0), 0);
  const parts = details.map((part) => signedPart(part, direction, total.currency));
  const base = { account, bookedOn, currency: total.currency, line };
  const whole = (part: unknown, oddity: Oddity | null): EntryFacts => ({
    amountMinor,
    currency: total.currency,
    movements:
      total.minor === 0 ? [] : [{ ...base, amountMinor, batch: null, ...factsOf(entry, part, amountMinor, oddity) }],
  });
  if (details.length === 0) return whole(undefined, told > 1 ? 'needs_details' : null);
  const [first] = parts;
  if (details.length === 1) {
    if (told > 1) return whole(undefined, 'needs_details');
    const isOther =
      first !== undefined &&
      first !== amountMinor &&
      Math.abs(first - amountMinor) !== chargesOf(entry, details[0], total);
    return whole(details[0], isOther ? 'parts_differ' : null);
  }
  if (parts.includes(undefined) || (told > 0 && told !== details.length)) return whole(undefined, 'needs_details');
  const sum = parts.reduce<number>((all, part) => all + (part ?? 0), 0);
  if (sum !== amountMinor) return whole(undefined, 'parts_differ');
  const batch = { reference: referenceOf(plain(at(entry, 'AcctSvcrRef'))), amountMinor };
  return {
    amountMinor,
    currency: total.currency,
    movements: details.flatMap((part, index) => {
      const own = parts[index] ?? 0;
      return own === 0 ? [] : [{ ...base, amountMinor: own, batch, ...factsOf(entry, part, own, null) }];
    }),
  };
}

type Facts = Pick<
  Movement,
  'counterparty' | 'remitted' | 'message' | 'bankReference' | 'endToEndId' | 'ordered' | 'oddity'
>;

/** `part` is undefined when nothing of the parts is said of the movement as a whole. */
function factsOf(entry: unknown, part: unknown, amountMinor: number, oddity: Oddity | null): Facts {
  const isBack =
    plain(at(entry, 'RvslInd')) === 'true' ||
    at(part, 'RtrInf') !== undefined ||
    firstText(part, ['BkTxCd', 'Domn', 'Fmly', 'SubFmlyCd']) === 'RRTN' ||
    firstText(entry, ['BkTxCd', 'Domn', 'Fmly', 'SubFmlyCd']) === 'RRTN';
  const [who, other] = amountMinor > 0 ? ['Dbtr', 'Cdtr'] : ['Cdtr', 'Dbtr'];
  const names = (role: string) => [
    ['RltdPties', role, 'Pty', 'Nm'],
    ['RltdPties', role, 'Nm'],
    ['RltdPties', `Ultmt${role}`, 'Pty', 'Nm'],
    ['RltdPties', `Ultmt${role}`, 'Nm'],
  ];
  const name = firstText(part, ...names(who)) ?? (isBack ? firstText(part, ...names(other)) : undefined);
  const said = list(at(part, 'RmtInf', 'Ustrd')).map(plain);
  const more = list(at(part, 'RmtInf', 'Strd')).map((one) => plain(at(one, 'AddtlRmtInf')));
  const text = [...said, ...more].filter((one) => one?.trim()).join(' ');
  return {
    counterparty: lineOf(name, 200),
    remitted: remittedOf(part, plain(at(entry, 'Amt', '@Ccy'))),
    // What is said of the entry as a whole is said of none of its parts.
    message: lineOf(
      text || firstText(part, ['AddtlTxInf']) || (part === undefined ? firstText(entry, ['AddtlNtryInf']) : undefined),
    ),
    bankReference: referenceOf(firstText(part, ['Refs', 'AcctSvcrRef']) ?? firstText(entry, ['AcctSvcrRef'])),
    endToEndId: referenceOf(firstText(part, ['Refs', 'EndToEndId'])),
    ordered: orderedOf(entry, part, amountMinor),
    oddity: oddity ?? (isBack ? (amountMinor < 0 ? 'taken_back' : 'own_payment_returned') : null),
  };
}

/** What the payer meant to pay and what was kept of it: told, and together what was booked. Else charges are mere information. */
function orderedOf(entry: unknown, part: unknown, amountMinor: number): Movement['ordered'] {
  const booked = amountOf(at(entry, 'Amt'));
  if (amountMinor <= 0 || typeof booked === 'string') return null;
  const chargesMinor = chargesOf(entry, part, booked);
  const strd = list(at(part, 'RmtInf', 'Strd'));
  const places = [
    at(part, 'AmtDtls', 'InstdAmt', 'Amt'),
    ...(strd.length === 1 ? [at(strd, 'RfrdDocAmt', 'RmtdAmt')] : []),
  ];
  const fits = places
    .map(amountOf)
    .some(
      (one) => typeof one !== 'string' && one.currency === booked.currency && one.minor === amountMinor + chargesMinor,
    );
  return chargesMinor > 0 && fits ? { amountMinor: amountMinor + chargesMinor, chargesMinor } : null;
}

/** What banks kept, in the currency of the entry: of the part, or else of the entry. `Chrgs/Amt` in old versions, `Chrgs/Rcrd/Amt` in newer. */
function chargesOf(entry: unknown, part: unknown, { currency }: Money): number {
  for (const node of [part, entry]) {
    const charges = list(at(node, 'Chrgs')).flatMap((one) =>
      at(one, 'Rcrd') === undefined ? [one] : list(at(one, 'Rcrd')),
    );
    if (charges.length === 0) continue;
    return charges.reduce<number>((sum, one) => {
      const amount = amountOf(at(one, 'Amt'));
      if (typeof amount === 'string' || amount.currency !== currency) return sum;
      return sum + (plain(at(one, 'CdtDbtInd')) === 'CRDT' ? -amount.minor : amount.minor);
    }, 0);
  }
  return 0;
}

/** Each document the payer names, with what is for it: a credit note (CREN) counts down. */
function remittedOf(part: unknown, currency: string | undefined): Remitted[] {
  const remitted = list(at(part, 'RmtInf', 'Strd')).flatMap((one): Remitted[] => {
    const reference = referenceOf(firstText(one, ['CdtrRefInf', 'Ref'], ['CdtrRefInf', 'CdtrRef']), 40);
    if (reference === null) return [];
    const [up, down] = [amountOf(at(one, 'RfrdDocAmt', 'RmtdAmt')), amountOf(at(one, 'RfrdDocAmt', 'CdtNoteAmt'))];
    const amount = typeof up === 'string' ? down : up;
    const isOf = typeof amount !== 'string' && amount.currency === currency;
    return [{ reference, amountMinor: isOf ? (amount === down ? -amount.minor : amount.minor) : null }];
  });
  return remitted;
}

/** The amount of a part by its own direction, or else its entry's; what was ordered (`InstdAmt`) is never what was booked. */
function signedPart(part: unknown, direction: 1 | -1, currency: string): number | undefined {
  for (const place of [at(part, 'Amt'), at(part, 'AmtDtls', 'TxAmt', 'Amt')]) {
    if (place === undefined) continue;
    const amount = amountOf(place);
    if (typeof amount !== 'string' && amount.currency === currency)
      return (directionOf(part) ?? direction) * amount.minor;
  }
  return undefined;
}

function directionOf(node: unknown): 1 | -1 | undefined {
  const said = plain(at(node, 'CdtDbtInd'))?.trim();
  return said === 'CRDT' ? 1 : said === 'DBIT' ? -1 : undefined;
}

/** The amount, which has no sign of its own; or in words why it is none. */
export function amountOf(amount: unknown): Money | string {
  const currency = plain(at(amount, '@Ccy'))?.trim().toUpperCase();
  const minor = readAmount(plain(amount)?.trim() ?? '', currency);
  if (typeof minor === 'string') return minor;
  return minor >= 0 && currency ? { minor, currency } : 'an amount of a statement has no sign';
}
