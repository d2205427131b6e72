import type { Socket } from 'node:net';
import { counter } from '@countersign/runtime/metrics';
import type { ClientBase } from 'pg';

/** Of the patience it has: how much later than that it may notice. */
const LOOKS = 16;

const silent = counter(
  'database_connections_silent_total',
  'Connections given up because the database said nothing for too long.',
  [],
);

/** What pg keeps to itself: its socket, and what was asked and is not answered. */
interface Inside {
  readonly connection: { readonly stream: Socket };
  readonly _activeQuery: unknown;
  readonly _sentQueryQueue: readonly unknown[];
}

interface Heard {
  bytes: number;
  /** When the last of them came, or later. */
  at: number;
  /** Since when it owes an answer without a word; undefined when it owes none. */
  waitingSince: number | undefined;
}

/** Ends a connection here and now: the goodbye of `end` would wait for what the other side does not say. */
export function dropSilent(client: ClientBase, afterMs: number): void {
  silent.inc();
  (client as unknown as Inside).connection.stream.destroy(new Silence(`The database said nothing for ${afterMs} ms`));
}

/** Why a connection was given up. It looks like the network's own errors. */
class Silence extends Error {
  override readonly name = 'Silence';
  readonly code = 'ETIMEDOUT';
}

export interface SilenceWatch {
  /** Looks after a client from now until its connection ends. */
  readonly watch: (client: ClientBase) => void;
  /** How long the connection that says nothing has owed an answer, of several the longest. */
  readonly silentForMs: () => number;
}

/**
 * Gives up connections that owe an answer and said nothing for `patienceMs`. The network can lose a connection without telling either side,
 * and TCP alone takes fifteen minutes to notice what it cannot deliver. Whoever waits for the answer is told, and the others that were not
 * heard of since then either are not used any more. Looks at byte counts now and then, so a statement costs nothing.
 */
export function watchForSilence(patienceMs: number, isOver: () => boolean): SilenceWatch {
  const clients = new Map<Inside, Heard>();

  const look = () => {
    if (isOver()) return clearInterval(timer);
    const now = performance.now();
    let lostSince: number | undefined;
    for (const [client, heard] of clients) {
      const { stream } = client.connection;
      if (stream.destroyed) {
        clients.delete(client);
        continue;
      }
      const owes = client._activeQuery !== null || client._sentQueryQueue.length > 0;
      if (stream.bytesRead !== heard.bytes) Object.assign(heard, { bytes: stream.bytesRead, at: now });
      else if (owes && heard.waitingSince !== undefined) {
        if (now - heard.waitingSince < patienceMs) continue;
        lostSince = Math.max(lostSince ?? 0, heard.waitingSince);
        giveUp(client);
        continue;
      }
      heard.waitingSince = owes ? now : undefined;
    }
    if (lostSince !== undefined) giveUpIdleSince(lostSince);
  };

  const giveUp = (client: Inside) => {
    clients.delete(client);
    dropSilent(client as unknown as ClientBase, patienceMs);
  };

  const giveUpIdleSince = (moment: number) => {
    for (const [client, heard] of clients) if (heard.waitingSince === undefined && heard.at <= moment) giveUp(client);
  };

  const timer = setInterval(look, patienceMs / LOOKS);
  timer.unref();
  return {
    watch: (client) => {
      const inside = client as unknown as Inside;
      const bytes = inside.connection.stream.bytesRead;
      clients.set(inside, { bytes, at: performance.now(), waitingSince: undefined });
    },
    silentForMs: () => {
      const now = performance.now();
      return Math.max(0, ...[...clients.values()].map(({ waitingSince = now }) => now - waitingSince));
    },
  };
}
