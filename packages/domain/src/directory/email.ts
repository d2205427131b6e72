import { domainToASCII, domainToUnicode } from 'node:url';
import { z } from 'zod';

/** RFC 5322 dot-atom with the letters of RFC 6531. */
const LOCAL = /^[\p{L}\p{N}\p{M}!#$%&'*+/=?^_`{|}~-]+(\.[\p{L}\p{N}\p{M}!#$%&'*+/=?^_`{|}~-]+)*$/u;
const LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
const LENGTH_MAX = 254;

/** An address with its domain as mail servers know it (RFC 5890), or undefined for what is none. */
function asciiDomain(address: string): string | undefined {
  const at = address.lastIndexOf('@');
  const [local, said] = [address.slice(0, at), address.slice(at + 1)];
  if (at < 1 || at > 64 || !LOCAL.test(local)) return undefined;
  const domain = domainToASCII(said);
  const labels = domain.split('.');
  const top = labels.at(-1) ?? '';
  if (labels.length < 2 || !labels.every((label) => LABEL.test(label)) || /^\d+$/.test(top)) return undefined;
  // A label that says it is encoded and is not.
  if (labels.some((label) => label.startsWith('xn--')) && domainToUnicode(domain) === '') return undefined;
  return `${local}@${domain}`;
}

/** An e-mail address, of any script; its domain is kept in the form that mail travels by, in small letters. */
export const Email = z
  .string()
  .trim()
  .toLowerCase()
  .max(LENGTH_MAX)
  .refine((address) => (asciiDomain(address)?.length ?? LENGTH_MAX + 1) <= LENGTH_MAX, 'must be an e-mail address')
  .transform((address) => asciiDomain(address) ?? address);
