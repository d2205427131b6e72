/** The one spelling under which an e-mail address is kept and looked up. Does not check that it is one. */
export function normalizeEmail(typed: string): string {
  return typed.trim().normalize('NFC').toLowerCase();
}
