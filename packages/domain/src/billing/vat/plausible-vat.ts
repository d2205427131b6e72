import { type Confirmable, refuseUnlessConfirmed } from '../../plausible.ts';
import { ratesOn, VAT_RATES } from './vat-rates.ts';

/** No country has a rate below or above these, zero aside. */
const LOWEST = 200;
const HIGHEST = 2800;
/** How far a rate moved when it changed, at most. */
const NEAR = 200;

export interface RateCheck {
  /** Whose rates apply; null where it is not known, or the receipt may be from anywhere. */
  readonly country: string | null;
  /** The day of the supply, as far as it is known. */
  readonly day: string;
  readonly confirm: readonly Confirmable[] | undefined;
}

/**
 * Throws `invalid_input` for a rate that the country does not have on that day, naming the one that is probably meant, unless it is confirmed.
 * Zero is not judged: what it means is the category's.
 */
export function refuseUnlikelyRate(vatBasisPoints: number, path: string, { country, day, confirm }: RateCheck): void {
  const known = ratesOn(country, day).map(({ basisPoints }) => basisPoints);
  const fits =
    known.length > 0 ? known.includes(vatBasisPoints) : vatBasisPoints >= LOWEST && vatBasisPoints <= HIGHEST;
  if (vatBasisPoints === 0 || fits) return;
  const meant = likelyRate(vatBasisPoints, known);
  const guess = meant === undefined ? '' : ` ${meant}, which is ${percent(meant)}, is probably meant.`;
  const has = known.length > 0 ? ` On ${day} ${country} has ${known.map(percent).join(', ')}.` : '';
  refuseUnlessConfirmed(
    'vat_rate',
    confirm,
    path,
    `${vatBasisPoints} is a rate of ${percent(vatBasisPoints)}.${guess}${has}`,
  );
}

/** Each rate of a document’s lines, by the path of its line. */
export function refuseUnlikelyRates(
  lines: readonly { readonly vatBasisPoints?: number | undefined }[],
  check: RateCheck,
  path = 'lines',
): void {
  for (const [index, { vatBasisPoints }] of lines.entries()) {
    if (vatBasisPoints !== undefined) refuseUnlikelyRate(vatBasisPoints, `${path}.${index}.vatBasisPoints`, check);
  }
}

/** A percentage, or tenths of one, in place of hundredths; else the rate that followed a former one. */
function likelyRate(said: number, known: readonly number[]): number | undefined {
  const rates =
    known.length > 0
      ? known
      : [
          ...new Set(
            Object.values(VAT_RATES)
              .flat()
              .map((each) => each.basisPoints),
          ),
        ];
  const scaled = [said * 100, said * 10, said / 10, said * 100 + 50].find((each) => rates.includes(each));
  if (scaled !== undefined) return scaled;
  return [said, said * 100, said * 10].flatMap((each) => known.filter((one) => Math.abs(one - each) <= NEAR)).at(0);
}

const percent = (basisPoints: number) => `${basisPoints / 100} %`;
