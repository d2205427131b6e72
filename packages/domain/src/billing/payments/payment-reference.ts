/** Numbers below 100 would be too short for a Finnish reference, and customers mistype short ones. */
const FIRST = 1000;

/**
 * What a customer names when paying an invoice. At home in Finland a reference number of the national banking standard, weights 7, 3, 1
 * from the right; everywhere else a creditor reference (ISO 11649), which every SEPA bank takes. The check digits catch mistyping.
 */
export function paymentReference(number: number, isFinnish: boolean): string {
  const digits = String(FIRST + number);
  return isFinnish ? digits + finnishCheckDigit(digits) : `RF${checkDigits(digits)}${digits}`;
}

/** Whether the check digits of a reference of either kind fit, spaces aside. */
export function isPaymentReference(text: string): boolean {
  const reference = text.replaceAll(/\s/g, '').toUpperCase();
  if (/^RF\d{2}[0-9A-Z]{1,21}$/.test(reference)) return checkDigits(reference.slice(4)) === reference.slice(2, 4);
  return /^\d{4,20}$/.test(reference) && finnishCheckDigit(reference.slice(0, -1)) === reference.at(-1);
}

/** In groups as banks print it: of five from the right, or of four from the left. */
export function groupedReference(reference: string): string {
  if (reference.startsWith('RF')) return reference.replaceAll(/(.{4})(?=.)/g, '$1 ');
  return reference.replaceAll(/(?<=.)(?=(.{5})+$)/g, ' ');
}

function finnishCheckDigit(digits: string): string {
  const weights = [7, 3, 1];
  const sum = digits
    .split('')
    .reverse()
    .reduce((total, digit, index) => total + Number(digit) * (weights[index % 3] ?? 0), 0);
  return String((10 - (sum % 10)) % 10);
}

/** ISO 7064 MOD 97-10 over the reference and `RF00`, letters as 10 to 35. */
function checkDigits(reference: string): string {
  const digits = `${reference}RF00`
    .split('')
    .map((character) => Number.parseInt(character, 36))
    .join('');
  return String(98n - (BigInt(digits) % 97n)).padStart(2, '0');
}
