import { isValidBIC, isValidIBAN } from 'ibantools';
import { z } from 'zod';
import type { Named } from './console-api.ts';
import { isReadableCurrency, minorDigitsOf } from './currencies.ts';
import { isSeen, onOneLine } from './visible-text.ts';

/** `GET` and `PUT /api/orgs/:slug/company`, for its admins: who the organization is in business, and who keeps its books. */
export interface CompanyView {
  readonly organization: Named;
  /** 0 until it was first saved. Goes back with a change, which a later one refuses. */
  readonly version: number;
  readonly details: CompanyDetails;
  /** Something was booked, so the base currency stays. */
  readonly currencyIsFixed: boolean;
}

/** As people type it: what is not said is empty, the hourly rate is in the base currency, the VAT rate in percent. */
export type CompanyDetails = z.input<typeof CompanyFields>;
export type CompanyField = keyof CompanyDetails;

/** The body of the `PUT`: everything as it shall be. */
export interface CompanyChange {
  readonly version: number;
  readonly details: CompanyDetails;
}

/** Printed on documents, so it holds nothing invisible. */
const Line = (max: number) =>
  z
    .string()
    .transform((typed) => (isSeen(typed) ? onOneLine(typed) : ''))
    .pipe(z.string().max(max, `Use at most ${max} characters.`));

/** `fits` judges what is not empty; empty is null. */
const Optional = (max: number, fits: (text: string) => boolean = () => true, problem = '') =>
  Line(max)
    .refine((text) => text === '' || fits(text), problem)
    .transform((text) => text || null);

/** A code, however it was spaced or in which case it was typed. */
const Code = (fits: (text: string) => boolean, problem: string) =>
  z
    .string()
    .max(60, problem)
    .transform((typed) => typed.replaceAll(/\s/g, '').toUpperCase())
    .refine((code) => code === '' || fits(code), problem)
    .transform((code) => code || null);

const Email = z
  .string()
  .trim()
  .toLowerCase()
  .refine((text) => text === '' || (text.length <= 254 && z.email().safeParse(text).success), {
    message: 'Type an e-mail address such as billing@example.com.',
  })
  .transform((text) => text || null);

const isTimeZone = (name: string): boolean => {
  // An offset such as +02:00 would do for Intl, and knows no summer time.
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
};

const isCountry = (code: string): boolean =>
  /^[A-Z]{2}$/.test(code) && new Intl.DisplayNames('en', { type: 'region', fallback: 'none' }).of(code) !== undefined;

const LANGUAGES = ['en', 'fi', 'sv', 'de'] as const;
const VAT_PERIODS = ['monthly', 'quarterly', 'yearly'] as const;

const isDecimal = (text: string) => /^\d{1,9}(?:[.,]\d{1,2})?$/.test(text);

const CompanyFields = z.strictObject({
  legalName: Line(200).refine((name) => name !== '', 'Type the name under which the company is registered.'),
  businessId: Optional(40),
  vatId: Code(
    (code) => /^[A-Z]{2}[A-Z0-9+*.-]{2,18}$/.test(code),
    'Type the VAT id with its country, such as FI12345678.',
  ),
  street: Optional(200),
  postalCode: Optional(20),
  city: Optional(100),
  country: Code(isCountry, 'Type the two letters of the country, such as FI.'),
  phone: Optional(40, (text) => /^\+?[\d ()./-]{3,}$/.test(text), 'Type a phone number such as +358 40 123 4567.'),
  email: Email,
  iban: Code(
    (code) => isValidIBAN(code),
    'This is no IBAN: its country, length or check digits do not fit. Compare it with what your bank says.',
  ),
  bic: Code(isValidBIC, 'Type the 8 or 11 characters of the BIC, such as NDEAFIHH.'),
  vatPeriod: z.enum(VAT_PERIODS, 'Choose how often VAT is reported.'),
  vatPercent: Optional(
    12,
    (text) => isDecimal(text) && Number(text.replace(',', '.')) <= 100,
    'Type a rate from 0 to 100, such as 25.5.',
  ),
  hourlyRate: Optional(14, (text) => /^\d{1,9}(?:[.,]\d{1,3})?$/.test(text), 'Type an amount such as 98.00.'),
  baseCurrency: z
    .string()
    .trim()
    .toUpperCase()
    .refine(isReadableCurrency, 'Type the three letters of a currency, such as EUR.'),
  timeZone: z.string().trim().max(60).refine(isTimeZone, 'Type the name of a time zone, such as Europe/Helsinki.'),
  language: z.enum(LANGUAGES, 'Choose a language.'),
  bookkeeperName: Optional(200),
  bookkeeperEmail: Email,
});

/** What a `PUT` may say; its problems are sentences of ours, at `details.<field>`. */
export const CompanyChangeBody = z.strictObject({
  version: z.int().min(0),
  details: CompanyFields.superRefine(({ bookkeeperName, bookkeeperEmail, hourlyRate, baseCurrency }, ctx) => {
    const digits = minorDigitsOf(baseCurrency);
    if ((/[.,](\d+)$/.exec(hourlyRate ?? '')?.[1]?.replace(/0+$/, '').length ?? 0) > digits)
      ctx.addIssue({
        code: 'custom',
        path: ['hourlyRate'],
        message: `${baseCurrency} has ${digits === 0 ? 'no' : digits} decimals. Type an amount such as ${(98).toFixed(digits)}.`,
      });
    if (bookkeeperName !== null && bookkeeperEmail === null)
      ctx.addIssue({ code: 'custom', path: ['bookkeeperEmail'], message: 'Type the bookkeeper’s e-mail, too.' });
    if (bookkeeperEmail !== null && bookkeeperName === null)
      ctx.addIssue({ code: 'custom', path: ['bookkeeperName'], message: 'Type the bookkeeper’s name, too.' });
  }),
});
export type ParsedCompanyDetails = z.output<typeof CompanyFields>;
