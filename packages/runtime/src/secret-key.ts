import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';

/** What the one configured secret is used for; each purpose gets a key of its own. */
export type KeyPurpose =
  | 'cookies'
  | 'csrf'
  | 'sealing'
  | 'database-login'
  | 'throttle'
  | 'console-client'
  | 'invitation'
  | 'file-links'
  | 'audit-seal';

/** The secret key before, by the present one. */
const previousSecretKeys = new Map<string, string>();
/** Derived of the secret key before, by the same of the present one. */
const previousKeys = new Map<string, Buffer>();

/**
 * Lets this process open and recognize what was made with the secret key before this one, until an operator has sealed everything anew. To be
 * called before keys are derived.
 */
export function acceptPreviousSecretKey(secretKey: string, previous: string | undefined): void {
  if (previous !== undefined) previousSecretKeys.set(secretKey, previous);
}

/** Derives the 256-bit key of one purpose (HKDF-SHA-256, RFC 5869), so that no two uses share a key. */
export function deriveKey(secretKey: string, purpose: KeyPurpose, context = ''): Buffer {
  const info = `countersign/${purpose}/${context}`;
  const derive = (secret: string) => Buffer.from(hkdfSync('sha256', Buffer.from(secret, 'base64'), '', info, 32));
  const key = derive(secretKey);
  const previous = previousSecretKeys.get(secretKey);
  if (previous !== undefined) previousKeys.set(key.toString('base64'), derive(previous));
  return key;
}

/** A key, and after it the one of the accepted secret key before. */
export function acceptedKeys(key: Buffer): readonly Buffer[] {
  const previous = previousKeys.get(key.toString('base64'));
  return previous ? [key, previous] : [key];
}

/** Encrypts for storage: AES-256-GCM, `nonce ‖ tag ‖ ciphertext`. `context` is authenticated, so a value cannot be moved to another row. */
export function seal(key: Buffer, context: string, plain: string): Buffer {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(context));
  const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]);
}

/** Opens what `seal` made, or made under an accepted previous key; throws when key, context or bytes differ. */
export function unseal(key: Buffer, context: string, sealed: Buffer): string {
  const [, previous] = acceptedKeys(key);
  if (!previous) return open(key, context, sealed);
  try {
    return open(key, context, sealed);
  } catch {
    return open(previous, context, sealed);
  }
}

function open(key: Buffer, context: string, sealed: Buffer): string {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12)).setAAD(Buffer.from(context));
  decipher.setAuthTag(sealed.subarray(12, 28));
  return Buffer.concat([decipher.update(sealed.subarray(28)), decipher.final()]).toString('utf8');
}

/** As Node keeps keys: taking one in takes several times as long as a digest. */
const keyObjects = new WeakMap<Buffer, KeyObject>();

function keyObjectOf(key: Buffer): KeyObject {
  let object = keyObjects.get(key);
  if (!object) {
    object = createSecretKey(key);
    keyObjects.set(key, object);
  }
  return object;
}

/** A keyed digest for values that travel through a browser, such as form tokens. */
export function sign(key: Buffer, ...parts: readonly string[]): string {
  return createHmac('sha256', keyObjectOf(key)).update(JSON.stringify(parts)).digest('base64url');
}

/** Whether `sign` made it of these parts, under this key or an accepted previous one. */
export function isSignedBy(key: Buffer, signature: string, ...parts: readonly string[]): boolean {
  const given = Buffer.from(signature);
  return acceptedKeys(key).some((accepted) => {
    const expected = Buffer.from(sign(accepted, ...parts));
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
}
