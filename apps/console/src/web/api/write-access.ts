import type { OrganizationCard, WriteAccessChange, WriteAccessView } from '@countersign/contracts/console-api';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { apiGet, everySeconds } from './api-request.ts';
import { sessionQuery, useChange } from './session.ts';

const pathOf = (slug: string) => `/api/orgs/${encodeURIComponent(slug)}`;

/** Asked again every few seconds: another admin's change shows without a reload. */
export const writeAccessQuery = (slug: string) =>
  queryOptions({
    queryKey: ['organization', slug, 'write-access'],
    queryFn: ({ signal }) => apiGet<WriteAccessView>(`${pathOf(slug)}/write-access`, signal),
    refetchInterval: everySeconds(4),
  });

export const organizationQuery = (slug: string) =>
  queryOptions({
    queryKey: ['organization', slug],
    queryFn: ({ signal }) => apiGet<OrganizationCard>(pathOf(slug), signal),
  });

export function useTurnSwitch(slug: string) {
  const change = useChange();
  const queryClient = useQueryClient();
  const query = writeAccessQuery(slug);
  return useMutation({
    mutationFn: (turn: WriteAccessChange) => change<WriteAccessView>('PATCH', `${pathOf(slug)}/write-access`, turn),
    onSuccess: async (view) => {
      await queryClient.cancelQueries(query);
      queryClient.setQueryData(query.queryKey, view);
      await queryClient.invalidateQueries(sessionQuery);
    },
    // Refused changes mean that the page is behind.
    onError: () => queryClient.invalidateQueries(query),
  });
}
