/**
 * The national currencies of ISO 4217 and how many decimals each has, fixed here: Intl answers with CLDR's digits, which say how a currency
 * is spoken of (none for the forint, which has two) and change with each build of ICU, and so would what stored amounts come to.
 * Source: ISO 4217 list one (six-group.com/en/products-services/financial-information/data-standards.html), as of 2026-01-01. Funds, metals
 * and testing codes are not money one bills in.
 */
const BY_DIGITS: Readonly<Record<number, string>> = {
  0: 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF',
  2: `AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP CRC CUP CVE CZK DKK DOP
    DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD
    LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR
    SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VES WST XCD XCG YER ZAR ZMW
    ZWG`,
  3: 'BHD IQD JOD KWD LYD OMR TND',
};

/** Withdrawn since records could be made in them: they are read and printed, and nothing new is made in them. All had two decimals. */
const WITHDRAWN = 'ANG BGN CUC HRK SLL ZWL';

const DIGITS: ReadonlyMap<string, number> = new Map(
  Object.entries({ ...BY_DIGITS }).flatMap(([digits, codes]) =>
    codes.split(/\s+/).map((code) => [code, Number(digits)]),
  ),
);
const READABLE: ReadonlySet<string> = new Set([...DIGITS.keys(), ...WITHDRAWN.split(' ')]);

/** Whether something new can be made in it. */
export function isCurrency(code: string): boolean {
  return DIGITS.has(code);
}

/** Whether an amount in it can be read: a bank's file may tell of a year that is over. */
export function isReadableCurrency(code: string): boolean {
  return READABLE.has(code);
}

/** Every code in use, in the order of the alphabet. */
export const CURRENCIES: readonly string[] = [...DIGITS.keys()].sort();

/**
 * How many decimals a currency has: 2 for the euro and the forint, none for the yen, 3 for the dinar of Kuwait. Two for a code the table
 * does not have, so that an old record stays readable; does not check that it is one.
 */
export function minorDigitsOf(currency: string): number {
  return DIGITS.get(currency) ?? 2;
}
