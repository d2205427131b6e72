/** `fetch`, or what a test puts in its place to reach an app without a port. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** A server as tests reach it. */
export interface Site {
  /** Its origin. */
  readonly url: string;
  /** The global `fetch` unless given. */
  readonly fetch?: Fetch;
}
