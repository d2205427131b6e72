import type { OrganizationConnectionsView, RevokedConnectionsView } from '@countersign/contracts/console-organization';
import { infiniteQueryOptions, keepPreviousData, useMutation, useQueryClient } from '@tanstack/react-query';
import { apiGet, everySeconds } from './api-request.ts';
import { useChange } from './session.ts';

/** As the address of the page says it, and as the API takes it. */
export interface ConnectionFilter {
  readonly state: 'active' | 'ended';
  readonly client: string;
  readonly owner: string;
}

const pathOf = (slug: string) => `/api/orgs/${encodeURIComponent(slug)}/connections`;
const keyOf = (slug: string) => ['organization', slug, 'connections'] as const;

/** Asked again every few seconds: what a member connects, or another admin ends, shows without a reload. */
export const organizationConnectionsQuery = (slug: string, { state, client, owner }: ConnectionFilter) => {
  const filter = { state, ...(client && { client }), ...(owner && { owner }) };
  return infiniteQueryOptions({
    queryKey: [...keyOf(slug), filter],
    queryFn: ({ signal, pageParam }) =>
      apiGet<OrganizationConnectionsView>(
        `${pathOf(slug)}?${new URLSearchParams({ ...filter, ...(pageParam && { cursor: pageParam }) })}`,
        signal,
      ),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
    placeholderData: keepPreviousData,
    refetchInterval: everySeconds(5),
  });
};

/** One connection by its id, or all that one client has. */
export type Revocation = { readonly connectionId: string } | { readonly clientKey: string };

export function useRevokeAsAdmin(slug: string) {
  const change = useChange();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (revocation: Revocation) =>
      'connectionId' in revocation
        ? change<RevokedConnectionsView>('POST', `${pathOf(slug)}/${revocation.connectionId}/revoke`)
        : change<RevokedConnectionsView>('POST', `${pathOf(slug)}/revoke-client`, revocation),
    onSuccess: () => void queryClient.invalidateQueries({ queryKey: keyOf(slug) }),
  });
}
