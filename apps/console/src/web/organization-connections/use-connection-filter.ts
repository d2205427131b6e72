import { useSearchParams } from 'wouter';
import type { ConnectionFilter } from '../api/organization-connections.ts';

export type SetFilter = (change: Partial<ConnectionFilter>) => void;

/** The filter lives in the address, so that it can be sent to somebody and survives a reload. */
export function useConnectionFilter(): readonly [ConnectionFilter, SetFilter] {
  const [search, setSearch] = useSearchParams();
  const filter: ConnectionFilter = {
    state: search.get('state') === 'ended' ? 'ended' : 'active',
    client: search.get('client') ?? '',
    owner: search.get('owner') ?? '',
  };
  const setFilter: SetFilter = (change) => {
    const { state, client, owner } = { ...filter, ...change };
    const kept = { ...(state === 'ended' && { state }), ...(client && { client }), ...(owner && { owner }) };
    setSearch(new URLSearchParams(kept), { replace: true });
  };
  return [filter, setFilter];
}
