import { createHash, randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { AppError } from '@countersign/contracts/errors';
import type { ApiKeyKind } from '@countersign/contracts/key-scopes';

/**
 * The form of an API key: `csk_org_` or `csk_per_`, 40 random characters, 6 of checksum. The beginning tells people and secret
 * scanners what they found, and the checksum that it is no accident. All of it is letters, digits and underscores, so that a
 * double click takes the whole.
 */
const MARKS = { organization: 'csk_org_', personal: 'csk_per_' } as const satisfies Record<ApiKeyKind, string>;
const RANDOM_LENGTH = 40;
const CHECKSUM_LENGTH = 6;
/** What is shown of a key afterwards; the 36 characters that are not shown hold 214 bits. */
const SHOWN_LENGTH = 12;
const FORM = new RegExp(`^csk_(?:org|per)_[0-9A-Za-z]{${RANDOM_LENGTH + CHECKSUM_LENGTH}}$`);

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

export interface NewApiKey {
  /** The key itself, which exists nowhere else once it has been shown. */
  readonly key: string;
  readonly digest: Buffer;
  readonly prefix: string;
}

/** Makes a key from the system's CSPRNG. Stores nothing. */
export function newApiKey(kind: ApiKeyKind): NewApiKey {
  const body = MARKS[kind] + randomBase62(RANDOM_LENGTH);
  const key = body + checksumOf(body);
  return { key, digest: sha256(key), prefix: key.slice(0, SHOWN_LENGTH) };
}

/** Whether a bearer credential means to be an API key of ours; everything else is an access token. */
export function isApiKey(credential: string): boolean {
  return credential.startsWith('csk_');
}

/** What the database knows a key by; undefined for what cannot be one. Says nothing about whether there is such a key. */
export function digestOfApiKey(key: string): Buffer | undefined {
  if (!FORM.test(key)) return undefined;
  const body = key.slice(0, -CHECKSUM_LENGTH);
  // No secret is compared here: whoever knows the form can compute the checksum.
  return key === body + checksumOf(body) ? sha256(key) : undefined;
}

/** One answer for a key that is malformed, unknown, revoked, expired or not accepted here: the reason goes to the log. */
export function refusedApiKey(cause: unknown): AppError {
  return new AppError(
    'unauthenticated',
    'This API key is not accepted. Look in the console whether it is there and where it may be used, or make another.',
    { cause },
  );
}

/** Bytes past the largest multiple of 62 are thrown away, so that every character is as likely as any other. */
function randomBase62(length: number): string {
  let text = '';
  while (text.length < length) {
    for (const byte of randomBytes(length)) if (byte < 248 && text.length < length) text += BASE62[byte % 62];
  }
  return text;
}

/** CRC-32 in base 62: it finds mistakes and inventions, and is no protection against anybody who computes it. */
function checksumOf(body: string): string {
  let rest = crc32(body);
  let digits = '';
  for (let place = 0; place < CHECKSUM_LENGTH; place += 1) {
    digits = BASE62[rest % 62] + digits;
    rest = Math.floor(rest / 62);
  }
  return digits;
}

/**
 * Plain SHA-256, neither salted nor slow: a key is 238 random bits, which no dictionary holds and no one can search, and it is
 * looked up with every request.
 */
function sha256(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}
