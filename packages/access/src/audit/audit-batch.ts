import { AppError } from '@countersign/contracts/errors';
import type { Pool } from '@countersign/db/connections/pool';
import { withQueries } from '@countersign/db/connections/transaction';
import { newId } from '@countersign/runtime/ids';
import type { Logger } from '@countersign/runtime/log';
import { counter, durations, gauge } from '@countersign/runtime/metrics';
import { type NewAuditEvent, type PlacedEvent, recordEvents } from './audit.ts';

const batchLag = durations(
  'audit_batch_lag',
  'How long the oldest event of a batch had waited when it was written.',
  [],
);
const lostEvents = counter(
  'audit_events_lost_total',
  'Events of reads that could not be written to the audit log.',
  [],
);

/** Of all batches of this process, for the metrics. */
const batches = new Set<() => number>();
gauge('audit_events_waiting', 'Events of reads that wait to be written to the audit log.', [], (waiting) => {
  waiting.set([...batches].reduce((sum, count) => sum + count(), 0));
});

export interface AuditBatch {
  readonly add: (event: NewAuditEvent) => void;
  /** Writes what is left; call when closing. */
  readonly close: () => Promise<void>;
}

const EVENTS_PER_STATEMENT = 500;
const WRITE_AFTER_MS = 50;
const TRY_AGAIN_MS = 1000;
/** About twenty megabytes. */
const WAITING_MAX = 20_000;
/** Well before the run of its time is sealed: an event that came later would look inserted. */
const TOO_OLD_MS = 10 * 60_000;

interface Waiting {
  readonly event: PlacedEvent;
  readonly since: number;
}

/**
 * Writes the events of reads in batches, so that a read does not wait for its own record: at most 50 ms or 500 events late. While the database
 * cannot take them they wait: twenty thousand of them, for ten minutes. What is more or older is lost, and counted. A process that is killed
 * loses what waits; a write's event never goes this way.
 */
export function createAuditBatch(pool: Pool, log: Logger, tryAgainMs = TRY_AGAIN_MS): AuditBatch {
  const waiting: Waiting[] = [];
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> | undefined;
  let closing = false;
  const count = () => waiting.length;
  batches.add(count);

  const lost = (events: number, error?: unknown) => {
    lostEvents.inc(events);
    log.error({ err: error, lost: events }, 'audit events could not be written');
  };

  const later = (ms: number) => {
    timer ??= setTimeout(() => {
      timer = undefined;
      flush();
    }, ms);
  };

  const flush = () => {
    writing ??= write().finally(() => {
      writing = undefined;
    });
  };

  const write = async () => {
    while (waiting.length > 0) {
      const batch = waiting.splice(0, EVENTS_PER_STATEMENT);
      try {
        await withQueries(pool, (queries) =>
          recordEvents(
            queries,
            batch.map(({ event }) => event),
          ),
        );
      } catch (error) {
        const isWorthWaiting = !closing && error instanceof AppError && error.code === 'unavailable';
        const kept = isWorthWaiting ? batch.filter(({ since }) => performance.now() - since < TOO_OLD_MS) : [];
        waiting.unshift(...kept);
        if (kept.length < batch.length) lost(batch.length - kept.length, error);
        else log.warn({ err: error, waiting: waiting.length }, 'audit events wait until they can be written');
        if (isWorthWaiting) return later(tryAgainMs);
        continue;
      }
      const [oldest] = batch;
      if (oldest) batchLag.observe((performance.now() - oldest.since) / 1000);
    }
  };

  return {
    add(event) {
      if (waiting.length >= WAITING_MAX) lost(waiting.splice(0, EVENTS_PER_STATEMENT).length);
      waiting.push({ event: { ...event, id: newId() }, since: performance.now() });
      if (waiting.length === EVENTS_PER_STATEMENT) flush();
      else later(WRITE_AFTER_MS);
    },
    async close() {
      clearTimeout(timer);
      await writing;
      closing = true;
      clearTimeout(timer);
      flush();
      await writing;
      batches.delete(count);
    },
  };
}
