import type { ConnectionView } from '@countersign/contracts/console-api';

export const CONNECTION_SORTS = ['added', 'used', 'expires'] as const;
export type ConnectionSort = (typeof CONNECTION_SORTS)[number];

export const CONNECTION_STATES = ['all', 'active', 'ended'] as const;
export type ConnectionStates = (typeof CONNECTION_STATES)[number];

/** How the list is narrowed and ordered. The address of the page keeps it, so it can be sent and comes back. */
export interface ConnectionFilter {
  readonly text: string;
  readonly state: ConnectionStates;
  readonly sort: ConnectionSort;
}

/** Reads the filter out of an address; what it does not say, or says wrongly, is as it is without a filter. */
export function readConnectionFilter(search: URLSearchParams): ConnectionFilter {
  return {
    text: search.get('q') ?? '',
    state: CONNECTION_STATES.find((state) => state === search.get('state')) ?? 'all',
    sort: CONNECTION_SORTS.find((sort) => sort === search.get('sort')) ?? 'added',
  };
}

/** The address with this filter; all else in it stays. */
export function writeConnectionFilter(search: URLSearchParams, filter: ConnectionFilter): URLSearchParams {
  const written = new URLSearchParams(search);
  const set = (name: string, value: string, usual: string) =>
    value === usual ? written.delete(name) : written.set(name, value);
  set('q', filter.text, '');
  set('state', filter.state, 'all');
  set('sort', filter.sort, 'added');
  return written;
}

export function isNarrowed({ text, state }: ConnectionFilter): boolean {
  return text.trim() !== '' || state !== 'all';
}

/** Those whose client, organization or team holds every word of the text, in the order asked for. Leaves the state aside. */
export function applyConnectionFilter(
  connections: readonly ConnectionView[],
  { text, sort }: Pick<ConnectionFilter, 'text' | 'sort'>,
): ConnectionView[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return connections
    .filter((connection) => {
      const said = searched(connection);
      return words.every((word) => said.includes(word));
    })
    .sort(ORDERS[sort]);
}

function searched({ client, organization, team }: ConnectionView): string {
  return [client.name, client.verifiedHost, client.redirectHost, organization.name, organization.slug, team]
    .join(' ')
    .toLowerCase();
}

/** Times are ISO 8601 in UTC, so they order as text; what was never used comes last. */
const ORDERS: Record<ConnectionSort, (one: ConnectionView, other: ConnectionView) => number> = {
  added: (one, other) => compare(other.createdAt, one.createdAt),
  used: (one, other) => compare(other.lastUsedAt ?? '', one.lastUsedAt ?? ''),
  expires: (one, other) => compare(one.expiresAt, other.expiresAt),
};

function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
