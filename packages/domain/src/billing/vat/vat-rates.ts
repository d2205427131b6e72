/** What a rate is called where it applies: the general one, a reduced one, or none at all. */
export type RateKind = 'standard' | 'reduced';

export interface VatRate {
  readonly basisPoints: number;
  readonly kind: RateKind;
  /** First and last day, both inside; without one, since long ago or for the time being. */
  readonly from?: string;
  readonly to?: string;
}

const standard = (basisPoints: number, from?: string, to?: string) => rate('standard', basisPoints, from, to);
const reduced = (basisPoints: number, from?: string, to?: string) => rate('reduced', basisPoints, from, to);
const rate = (kind: RateKind, basisPoints: number, from?: string, to?: string): VatRate => ({
  kind,
  basisPoints,
  ...(from === undefined ? {} : { from }),
  ...(to === undefined ? {} : { to }),
});

/**
 * Rates of sales by country and day, as their tax administrations publish them: vero.fi, skatteverket.se, bundesfinanzministerium.de,
 * skat.dk, emta.ee, skatteetaten.no. A country that is not here is not judged. What is sold decides between the rates of a day, and the day
 * it is supplied between two days: that is the caller's to say.
 */
export const VAT_RATES: Readonly<Record<string, readonly VatRate[]>> = {
  FI: [
    standard(2400, '2013-01-01', '2024-08-31'),
    standard(2550, '2024-09-01'),
    reduced(1400, '2013-01-01', '2025-12-31'),
    reduced(1350, '2026-01-01'),
    reduced(1000, '2013-01-01'),
  ],
  SE: [standard(2500), reduced(1200), reduced(600)],
  DE: [
    standard(1900, '2007-01-01', '2020-06-30'),
    standard(1600, '2020-07-01', '2020-12-31'),
    standard(1900, '2021-01-01'),
    reduced(700, '2007-01-01', '2020-06-30'),
    reduced(500, '2020-07-01', '2020-12-31'),
    reduced(700, '2021-01-01'),
  ],
  DK: [standard(2500)],
  NO: [standard(2500), reduced(1500), reduced(1200)],
  EE: [
    standard(2000, '2009-07-01', '2023-12-31'),
    standard(2200, '2024-01-01', '2025-06-30'),
    standard(2400, '2025-07-01'),
    reduced(900),
    reduced(1300, '2025-01-01'),
  ],
};

/** The rates of a country on a day, none for a country that is not known. */
export function ratesOn(country: string | null, day: string): readonly VatRate[] {
  return (VAT_RATES[country ?? ''] ?? []).filter(({ from, to }) => (!from || from <= day) && (!to || day <= to));
}
