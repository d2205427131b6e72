import { isPaymentReference } from './payment-reference.ts';

/** Without spaces, leading zeros and what banks write before it; of an ISO 11649 reference also what is inside it, which may be a national one. */
export function formsOfReference(reference: string): string[] {
  const plain = reference
    .replaceAll(/\s/g, '')
    .toUpperCase()
    .replace(/^(?:REF|VIITE|RF:)[=:]?(?=\d)/, '')
    .replace(/^0+/, '');
  return [plain, plain.replace(/^RF\d\d0*/, '')];
}

/** What in a text has the check digits of a payment reference, each once. Whether it is one of ours is another question. */
export function referencesIn(text: string): string[] {
  const found = new Set<string>();
  for (const [token] of text.toUpperCase().matchAll(/\bRF\d{2}(?:\s?[0-9A-Z]{1,4}){1,6}\b|\b\d[\d ]{2,24}\d\b/g)) {
    for (const candidate of [token, ...token.split(/\s+/)]) {
      const plain = candidate.replaceAll(/\s/g, '').replace(/^0+/, '');
      if (plain.length <= 25 && isPaymentReference(plain)) found.add(plain);
    }
    if (found.size > 20) break;
  }
  return [...found];
}
