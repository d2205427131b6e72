import { randomBytes } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import { z } from 'zod';

export const PASSWORD_LENGTH_MIN = 10;
export const PASSWORD_LENGTH_MAX = 200;

export const NewPassword = z
  .string()
  .min(PASSWORD_LENGTH_MIN, `Use at least ${PASSWORD_LENGTH_MIN} characters.`)
  .max(PASSWORD_LENGTH_MAX, `Use at most ${PASSWORD_LENGTH_MAX} characters.`);

/** Unicode spells the same typed characters in several ways, depending on the keyboard (NIST SP 800-63B §3.1.1.2). */
const asTyped = (password: string) => password.normalize('NFKC');

/** Argon2id with the parameters OWASP names: 19 MiB, two passes, one lane. */
export function hashPassword(password: string): Promise<string> {
  return hash(asTyped(password));
}

let nobodysHash: Promise<string> | undefined;

/**
 * Whether the password is the one of this hash. Without a hash it verifies against nobody's and says no, so that an unknown person
 * takes as long as a wrong password.
 */
export async function verifyPassword(passwordHash: string | undefined, password: string): Promise<boolean> {
  nobodysHash ??= hash(randomBytes(32));
  const nobodys = await nobodysHash;
  const matches = await verify(passwordHash ?? nobodys, asTyped(password));
  return matches && passwordHash !== undefined;
}
