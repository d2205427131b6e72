import type {
  OrganizationCard,
  WriteAccessChange,
  WriteAccessRequestView,
  WriteAccessView,
} from '@countersign/contracts/console-api';
import type { WriteAccessHistoryView } from '@countersign/contracts/console-organization';
import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
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

export const writeAccessHistoryQuery = (slug: string) =>
  infiniteQueryOptions({
    queryKey: ['organization', slug, 'write-access-history'],
    queryFn: ({ signal, pageParam }) =>
      apiGet<WriteAccessHistoryView>(`${pathOf(slug)}/write-access/history${pageParam}`, signal),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor && `?cursor=${encodeURIComponent(nextCursor)}`,
    refetchInterval: everySeconds(10),
  });

export const organizationQuery = (slug: string) =>
  queryOptions({
    queryKey: ['organization', slug],
    queryFn: ({ signal }) => apiGet<OrganizationCard>(pathOf(slug), signal),
  });

export function useTurnSwitch(slug: string) {
  const change = useChange();
  return useMutation({
    mutationFn: (turn: WriteAccessChange) => change<WriteAccessView>('PATCH', `${pathOf(slug)}/write-access`, turn),
    ...useDecided(slug),
  });
}

interface RequestAnswer {
  readonly request: WriteAccessRequestView;
  readonly decision: 'approve' | 'decline';
}

export function useAnswerRequest(slug: string) {
  const change = useChange();
  return useMutation({
    mutationFn: ({ request, decision }: RequestAnswer) =>
      change<WriteAccessView>('POST', `${pathOf(slug)}/write-access/requests/${request.id}/${decision}`),
    ...useDecided(slug),
  });
}

/** Brings everything that shows a switch up to date after a decision. */
function useDecided(slug: string) {
  const queryClient = useQueryClient();
  const query = writeAccessQuery(slug);
  return {
    onSuccess: async (view: WriteAccessView) => {
      // An answer that was on its way would bring the old state back.
      await queryClient.cancelQueries(query);
      queryClient.setQueryData(query.queryKey, view);
      void queryClient.invalidateQueries(writeAccessHistoryQuery(slug));
      await queryClient.invalidateQueries(sessionQuery);
    },
    // Refused changes mean that the page is behind.
    onError: () => queryClient.invalidateQueries(query),
  };
}
