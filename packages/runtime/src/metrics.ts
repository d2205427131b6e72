import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from '@prometheus-io/client';

/** Not the library's own: that one is shared by every copy of this module in a process, as a test runner loads them. */
const registry = new Registry();
const registers = [registry];

/**
 * A process's metrics, in one registry: a module declares its own beside the code that counts. Label values come
 * from closed sets (routes, tools, codes), never from an id, a slug or a text that a client chose, so their number is bounded.
 */
export function counter<Label extends string>(name: string, help: string, labelNames: readonly Label[]) {
  return new Counter({ name: `countersign_${name}`, help, labelNames, registers });
}

/** In seconds, from a cached read to the longest a request may take. */
const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

export function durations<Label extends string>(name: string, help: string, labelNames: readonly Label[]) {
  return new Histogram({ name: `countersign_${name}_seconds`, help, labelNames, buckets: SECONDS, registers });
}

/** A value that is looked up whenever somebody asks for the metrics. */
export function gauge<Label extends string>(
  name: string,
  help: string,
  labelNames: readonly Label[],
  look: (gauge: Gauge<Label>) => void | Promise<void>,
) {
  return new Gauge({
    name: `countersign_${name}`,
    help,
    labelNames,
    registers,
    collect() {
      this.reset();
      return look(this);
    },
  });
}

/** All of them in Prometheus's text format, with those of the process itself: memory, CPU, event-loop lag. */
export async function metricsText(): Promise<{ readonly contentType: string; readonly text: string }> {
  watchProcess();
  return { contentType: registry.contentType, text: await registry.metrics() };
}

let watched = false;

function watchProcess(): void {
  if (watched) return;
  watched = true;
  collectDefaultMetrics({ register: registry });
}
