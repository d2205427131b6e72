import { isDay } from './calendar-day.ts';
import { amountOf, type EntryFacts } from './camt-entry.ts';
import { type Failed, inWords, type Statement } from './statement.ts';
import { at, firstText, list, plain } from './xml-path.ts';

interface Balance {
  readonly code: string | undefined;
  readonly amountMinor: number;
  readonly currency: string;
  readonly on: string | undefined;
}

/**
 * The closing balance, and a failure when opening and entries do not come to it. A page of a longer statement has interim balances (ITBD),
 * the first of which is its start. A file that tells only one of the two proves nothing, and is taken.
 */
export function refuseOpenSums(
  statement: unknown,
  entries: readonly EntryFacts[],
): { readonly closing: Statement['closing']; readonly failed?: Failed } {
  const balances = list(at(statement, 'Bal')).flatMap(balanceOf);
  const of = (code: string) => balances.filter((one) => one.code === code);
  const [interim] = [of('ITBD')];
  const opening = of('OPBD')[0] ?? of('PRCD')[0] ?? interim[0];
  const closing = of('CLBD').at(-1) ?? (interim.length > 1 || opening !== interim[0] ? interim.at(-1) : undefined);
  const told = closing?.on ? { on: closing.on, amountMinor: closing.amountMinor, currency: closing.currency } : null;
  if (!opening || !closing || opening.currency !== closing.currency) return { closing: told };
  if (entries.some(({ currency }) => currency !== closing.currency)) return { closing: told };
  const moved = entries.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  const gap = closing.amountMinor - opening.amountMinor - moved;
  if (gap === 0 || (entries.length === 0 && list(at(statement, 'Ntry')).length > 0)) return { closing: told };
  const say = (amountMinor: number) => inWords(amountMinor, closing.currency);
  return {
    closing: told,
    failed: {
      failure: 'balances_differ',
      detail: `It opens with ${say(opening.amountMinor)} and closes with ${say(closing.amountMinor)}, and its movements come to ${say(moved)}: the difference is ${say(gap)}.`,
    },
  };
}

function balanceOf(balance: unknown): Balance[] {
  const amount = amountOf(at(balance, 'Amt'));
  if (typeof amount === 'string') return [];
  const sign = plain(at(balance, 'CdtDbtInd'))?.trim() === 'DBIT' ? -1 : 1;
  const on = firstText(balance, ['Dt', 'Dt'], ['Dt', 'DtTm'])?.slice(0, 10);
  return [
    {
      code: firstText(balance, ['Tp', 'CdOrPrtry', 'Cd'], ['Tp', 'CdOrPrtry', 'Prtry']),
      amountMinor: amount.minor === 0 ? 0 : sign * amount.minor,
      currency: amount.currency,
      on: on && isDay(on) ? on : undefined,
    },
  ];
}
