import type { Named } from './console-api.ts';

/** `GET` and `PATCH /api/orgs/:slug/assistants`, for its admins: which assistants may connect. */
export interface AssistantListView {
  readonly organization: Named;
  /** Whether only those on the list may. */
  readonly onlyListed: boolean;
  /** The list, by what stands for each client: a host, `loopback`, or a private-use scheme with its colon. */
  readonly listed: readonly string[];
  /** What live connections are known by, with how many there are. */
  readonly connected: readonly { readonly origin: string; readonly count: number }[];
}

/** The body of the `PATCH`: the whole list as it shall be. */
export type AssistantListChange = Pick<AssistantListView, 'onlyListed' | 'listed'>;

/** For programs on a person's own machine, which nothing tells apart. */
export const LOOPBACK = 'loopback';
export const LISTED_MAX = 50;

/**
 * The one spelling under which a list holds a client, of whatever an admin typed; undefined for what stands for none. A host is a name
 * with a dot and no address, as a URL would spell it; a scheme ends in a colon.
 */
export function clientOrigin(typed: string): string | undefined {
  const text = typed.trim().toLowerCase();
  if (text === LOOPBACK) return LOOPBACK;
  if (/^[a-z][a-z0-9.+-]{0,60}:$/.test(text)) return text;
  const url = URL.parse(text.startsWith('https://') ? text : `https://${text}`);
  const isPlain = url && !url.username && !url.password && url.search === '' && url.hash === '';
  return isPlain && /^(?:[a-z0-9-]+\.)+[a-z][a-z0-9-]*(?::\d+)?$/.test(url.host) && url.host.length <= 253
    ? url.host
    : undefined;
}

/** How many live connections a change stops, and how many it lets in again. */
export function effectOfList(view: AssistantListView, change: AssistantListChange): { stops: number; resumes: number } {
  const lets = ({ onlyListed, listed }: AssistantListChange, origin: string) => !onlyListed || listed.includes(origin);
  const count = (from: AssistantListChange, to: AssistantListChange) =>
    view.connected
      .filter(({ origin }) => lets(from, origin) && !lets(to, origin))
      .reduce((sum, one) => sum + one.count, 0);
  return { stops: count(view, change), resumes: count(change, view) };
}
