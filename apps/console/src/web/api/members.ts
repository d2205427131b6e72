import type { Left, MembersView } from '@countersign/contracts/console-members';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { apiGet, everySeconds } from './api-request.ts';
import { sessionQuery, useChange } from './session.ts';

const pathOf = (slug: string) => `/api/orgs/${encodeURIComponent(slug)}`;

/** Asked again every few seconds: who accepts, or what another admin changes, shows without a reload. */
export const membersQuery = (slug: string) =>
  queryOptions({
    queryKey: ['organization', slug, 'members'],
    queryFn: ({ signal }) => apiGet<MembersView>(`${pathOf(slug)}/members`, signal),
    refetchInterval: everySeconds(5),
  });

/** What an admin can change below the organization's address. */
export interface MembersChange {
  readonly method?: 'POST' | 'PATCH';
  readonly path: string;
  readonly body?: object;
}

export function useChangeMembers(slug: string) {
  const change = useChange();
  const queryClient = useQueryClient();
  const query = membersQuery(slug);
  return useMutation({
    mutationFn: ({ method = 'POST', path, body }: MembersChange) =>
      change<MembersView>(method, `${pathOf(slug)}/${path}`, body),
    onSuccess: async (view) => {
      // An answer that was on its way would bring the old state back.
      await queryClient.cancelQueries(query);
      queryClient.setQueryData(query.queryKey, view);
      // The change may have been to one's own role.
      void queryClient.invalidateQueries(sessionQuery);
    },
    // Refused changes mean that the page is behind.
    onError: () => queryClient.invalidateQueries(query),
  });
}

/** `onLeft` comes before anything is asked anew: then the page of the organization is gone. */
export function useLeave(slug: string, onLeft: () => void) {
  const change = useChange();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => change<Left>('POST', `${pathOf(slug)}/leave`),
    onSuccess: () => {
      onLeft();
      return queryClient.invalidateQueries();
    },
  });
}
