const KNOWN_PATHS = [
  /^\/$/,
  /^\/account\/(password|passkeys)$/,
  /^\/invitation$/,
  /^\/oauth\/interaction\/[A-Za-z0-9_-]{1,64}$/,
];

/** A path of ours to go on to, or null. Anything but the known shapes is dropped, so this can never lead to another site. */
export function safeReturnTo(value: unknown): string | null {
  return typeof value === 'string' && KNOWN_PATHS.some((path) => path.test(value)) ? value : null;
}
