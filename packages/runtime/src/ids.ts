import { createHash, randomUUID } from 'node:crypto';

let lastMs = 0;
let counter = 0;

/**
 * A new record id: UUIDv7 (RFC 9562 §5.7), so that keys sort by creation and indexes stay dense. A counter keeps those of one millisecond in
 * order (§6.2, method 1); the random half is Node's, which draws for many at once.
 */
export function newId(): string {
  const now = Date.now();
  counter = now > lastMs ? 0 : (counter + 1) % 0x1000;
  if (now > lastMs) lastMs = now;
  else if (counter === 0) lastMs += 1;
  const time = lastMs.toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${counter.toString(16).padStart(3, '0')}${randomUUID().slice(18)}`;
}

/**
 * The id that belongs to these names: the same on every machine, for demo records. Shaped as a UUIDv7 of the first days of
 * 2025, so that demo records sort before real ones.
 */
export function fixedId(...names: readonly (string | number)[]): string {
  const digest = createHash('sha256').update(names.join('/')).digest('hex');
  return `0194${digest.slice(0, 4)}-${digest.slice(4, 8)}-7${digest.slice(8, 11)}-8${digest.slice(11, 14)}-${digest.slice(14, 26)}`;
}
