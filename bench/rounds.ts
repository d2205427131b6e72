import type { Child } from './child.ts';
import { load, type Measured, type Turns } from './load.ts';

export const CONNECTIONS = 32;

/** One thing that is measured: requests, and the processes that answer them. */
export interface Variant {
  readonly name: string;
  readonly servers: readonly Child[];
  readonly turnsOf: (connection: number) => Turns;
}

/** Medians of the rounds. */
export interface Figures {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Processor time of the servers per answer; the database's comes on top. */
  readonly cpuMicros: number;
}

interface Round extends Measured {
  readonly cpuMicros: number;
}

/** Lets the variants take turns in each round, so that whatever else the machine does meets all of them. */
export async function takeTurns<Key extends string>(
  variants: Readonly<Record<Key, Variant>>,
  { rounds, seconds }: { readonly rounds: number; readonly seconds: number },
): Promise<Record<Key, Figures>> {
  const keys = Object.keys(variants) as Key[];
  const measured = new Map<Key, Round[]>(keys.map((key) => [key, []]));
  for (let round = 0; round <= rounds; round += 1) {
    for (const key of keys) {
      const result = await once(variants[key], seconds);
      // The first round warms up.
      if (round > 0) measured.get(key)?.push(result);
    }
  }
  return Object.fromEntries(keys.map((key) => [key, figuresOf(measured.get(key) ?? [])])) as Record<Key, Figures>;
}

async function once({ servers, turnsOf }: Variant, seconds: number): Promise<Round> {
  const spent = async () => (await Promise.all(servers.map((server) => server.cpuMicros()))).reduce((a, b) => a + b, 0);
  const before = await spent();
  const ports = servers.map(({ port }) => port);
  const measured = await load({ ports, turnsOf, connections: CONNECTIONS, seconds });
  return { ...measured, cpuMicros: ((await spent()) - before) / measured.latenciesMs.length };
}

function figuresOf(rounds: readonly Round[]): Figures {
  const latencies = rounds.flatMap(({ latenciesMs }) => latenciesMs);
  const median = (of: (round: Round) => number) => quantile(rounds.map(of), 0.5);
  return {
    perSecond: median(({ perSecond }) => perSecond),
    p50Ms: quantile(latencies, 0.5),
    p99Ms: quantile(latencies, 0.99),
    cpuMicros: median(({ cpuMicros }) => cpuMicros),
  };
}

export function quantile(values: readonly number[], q: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? 0;
}
