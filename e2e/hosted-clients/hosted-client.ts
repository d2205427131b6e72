import type { Choice } from '@countersign/testing/person';

/** A client that runs at its maker’s and cannot be reached from a test: what it was seen to send is sent again. */
export interface HostedClient {
  readonly name: string;
  /** How it signs in; what is kept there (`{token}`, `{client}`) stands in the requests of its other replays. */
  readonly signsIn: Replay;
  readonly replays: readonly Replay[];
  /** What nobody has tried with it. */
  readonly neverTried: string;
}

export interface Replay {
  /** What holds, as the rest of a sentence that begins with the client’s name. */
  readonly promise: string;
  /** When it was seen to do so: a month, or the year of a page of its maker. */
  readonly seen: string;
  /** Where that is written down: `owner/repository#number`, or an address. */
  readonly sources: readonly string[];
  readonly exchange: readonly Step[];
}

export type Step = Sent | Visit;

/** A request in the client’s spelling, and what has to come back. */
export interface Sent {
  /** Method and address; `{mcp}` and `{auth}` are the two servers. */
  readonly send: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** One of them at most: a form, JSON, or bytes as they are. */
  readonly form?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly text?: string;
  readonly answer: {
    readonly status: number;
    readonly headers?: Readonly<Record<string, unknown>>;
    /** Members the body has among others; a text, where it is no JSON. */
    readonly body?: object | string;
  };
  /** Members of the answer that later steps name in braces. */
  readonly keep?: Readonly<Record<string, string>>;
}

/** Where it sends its person, who allows it; `{code}` is kept. */
export interface Visit {
  readonly visit: Readonly<Record<string, string>>;
  /** The authorization server’s own endpoint unless the client takes another for it. */
  readonly at?: string;
  readonly choice?: Choice;
}
