import { createHash } from 'node:crypto';
import { v7 } from 'uuid';

/** A new record id: UUIDv7 (RFC 9562 §5.7), so that keys sort by creation and indexes stay dense. */
export function newId(): string {
  return v7();
}

/**
 * The id that belongs to these names: the same on every machine, for demo records. Shaped as a UUIDv7 of the first days of
 * 2025, so that demo records sort before real ones.
 */
export function fixedId(...names: readonly (string | number)[]): string {
  const digest = createHash('sha256').update(names.join('/')).digest('hex');
  return `0194${digest.slice(0, 4)}-${digest.slice(4, 8)}-7${digest.slice(8, 11)}-8${digest.slice(11, 14)}-${digest.slice(14, 26)}`;
}
