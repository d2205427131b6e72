import type { Socket } from 'node:net';
import type { PoolClient } from './pool.ts';

/**
 * Holds back what a client sends until this turn of the event loop is over, so that statements issued one after the other, such
 * as BEGIN and the first query, leave in one system call. On a small query those calls cost more than all our own code.
 */
export function inOneWrite(client: PoolClient): void {
  // The types leave out the connection, which pg has exposed from its beginning.
  const { stream } = (client as unknown as { connection: { stream: Socket } }).connection;
  stream.cork();
  setImmediate(() => stream.uncork());
}
