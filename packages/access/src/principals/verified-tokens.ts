import { createHash } from 'node:crypto';
import type { ConnectionPrincipal } from './principal.ts';

interface VerifiedToken {
  readonly principal: ConnectionPrincipal;
  readonly kid: string;
}

/**
 * Remembers that a signature was good, so that a connection's next requests do not pay for it again. Holds the claims and
 * the key's id under the SHA-256 of the access token, never the token and never a permission; whoever reads an entry checks
 * the expiry and the key again. Bounded: the entry used longest ago goes first.
 */
export class VerifiedTokens {
  readonly #entries = new Map<string, VerifiedToken>();
  readonly #max: number;

  constructor(max = 10_000) {
    this.#max = max;
  }

  static digest(accessToken: string): string {
    return createHash('sha256').update(accessToken).digest('base64url');
  }

  get(digest: string): VerifiedToken | undefined {
    const entry = this.#entries.get(digest);
    if (entry) {
      this.#entries.delete(digest);
      this.#entries.set(digest, entry);
    }
    return entry;
  }

  set(digest: string, entry: VerifiedToken): void {
    this.#entries.set(digest, entry);
    if (this.#entries.size <= this.#max) return;
    const oldest = this.#entries.keys().next();
    if (!oldest.done) this.#entries.delete(oldest.value);
  }

  delete(digest: string): void {
    this.#entries.delete(digest);
  }

  get size(): number {
    return this.#entries.size;
  }
}
