import { z } from 'zod';
import { isCountry } from './countries.ts';

/**
 * How VAT ids are written after the letters of their country, as the European Commission’s VIES lists them, and those of neighbours.
 * Check digits and whether the id was ever given are not looked at: only VIES knows that.
 */
const FORMS: Readonly<Record<string, string>> = {
  AT: 'U\\d{8}',
  BE: '[01]\\d{9}',
  BG: '\\d{9,10}',
  CY: '\\d{8}[A-Z]',
  CZ: '\\d{8,10}',
  DE: '\\d{9}',
  DK: '\\d{8}',
  EE: '\\d{9}',
  EL: '\\d{9}',
  ES: '[0-9A-Z]\\d{7}[0-9A-Z]',
  FI: '\\d{8}',
  FR: '[0-9A-HJ-NP-Z]{2}\\d{9}',
  HR: '\\d{11}',
  HU: '\\d{8}',
  IE: '(\\d{7}[A-Z]{1,2}|\\d[0-9A-Z+*]\\d{5}[A-Z])',
  IT: '\\d{11}',
  LT: '(\\d{9}|\\d{12})',
  LU: '\\d{8}',
  LV: '\\d{11}',
  MT: '\\d{8}',
  NL: '[0-9A-Z+*]{10}\\d{2}',
  PL: '\\d{10}',
  PT: '\\d{9}',
  RO: '\\d{2,10}',
  SE: '\\d{10}01',
  SI: '\\d{8}',
  SK: '\\d{10}',
  XI: '(\\d{9}|\\d{12}|GD\\d{3}|HA\\d{3})',
  GB: '(\\d{9}|\\d{12}|GD\\d{3}|HA\\d{3})',
  NO: '\\d{9}(MVA)?',
  CH: 'E?\\d{9}(MWST|TVA|IVA)?',
};

/** What people begin a VAT id with that begins with other letters. */
const MEANT: Readonly<Record<string, string>> = { GR: 'EL', UK: 'GB' };

/** A VAT id as it is written on documents: capital letters, no spaces, dots or dashes. */
export const VatId = z
  .string()
  .max(40)
  .transform((said) => said.toUpperCase().replaceAll(/[\s.\u2010-\u2015-]/g, ''))
  .superRefine((id, ctx) => {
    const message = problemOf(id);
    if (message) ctx.addIssue({ code: 'custom', message });
  });

function problemOf(id: string): string | undefined {
  const [letters, rest] = [id.slice(0, 2), id.slice(2)];
  if (!/^[A-Z]{2}[0-9A-Z+*]{2,15}$/.test(id)) return 'must begin with a country code, such as FI12345678';
  const meant = MEANT[letters];
  if (meant) return `begins with ${letters}; VAT ids of that country begin with ${meant}`;
  const form = FORMS[letters];
  if (form) return new RegExp(`^${form}$`).test(rest) ? undefined : `is not written as VAT ids of ${letters} are`;
  return isCountry(letters)
    ? undefined
    : `begins with ${letters}, which is no country; VAT ids begin with a country code, such as FI`;
}
