import type {
  ChangeRulesChange,
  ChangeRulesView,
  InboxCounts,
  InboxView,
  ProposalDetailView,
} from '@countersign/contracts/console-inbox';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { apiGet, everySeconds } from './api-request.ts';
import { useChange } from './session.ts';

const pathOf = (slug: string) => `/api/orgs/${encodeURIComponent(slug)}`;

export const inboxCountsQuery = queryOptions({
  queryKey: ['inbox-counts'],
  queryFn: ({ signal }) => apiGet<InboxCounts>('/api/inbox', signal),
  refetchInterval: everySeconds(15),
});

export const inboxQuery = (slug: string) =>
  queryOptions({
    queryKey: ['organization', slug, 'inbox'],
    queryFn: ({ signal }) => apiGet<InboxView>(`${pathOf(slug)}/inbox`, signal),
    refetchInterval: everySeconds(5),
  });

/** Not asked again by itself: what somebody is about to sign does not change under their eyes. */
export const proposalQuery = (slug: string, id: string) =>
  queryOptions({
    queryKey: ['organization', slug, 'inbox', id],
    queryFn: ({ signal }) => apiGet<ProposalDetailView>(`${pathOf(slug)}/inbox/${encodeURIComponent(id)}`, signal),
  });

export const changeRulesQuery = (slug: string) =>
  queryOptions({
    queryKey: ['organization', slug, 'change-rules'],
    queryFn: ({ signal }) => apiGet<ChangeRulesView>(`${pathOf(slug)}/change-rules`, signal),
  });

/** Signs what was seen. Refused signatures mean that the page is behind, so it is asked anew either way. */
export function useSign(slug: string, id: string) {
  const change = useChange();
  return useMutation({
    mutationFn: (seen: string) => change('POST', `${pathOf(slug)}/inbox/${id}/sign`, { seen }),
    ...useDecided(slug),
  });
}

export function useDecline(slug: string, id: string) {
  const change = useChange();
  return useMutation({
    mutationFn: (reason: string) => change('POST', `${pathOf(slug)}/inbox/${id}/decline`, { reason }),
    ...useDecided(slug),
  });
}

function useDecided(slug: string) {
  const queryClient = useQueryClient();
  return {
    onSettled: async () => {
      void queryClient.invalidateQueries(inboxCountsQuery);
      await queryClient.invalidateQueries({ queryKey: ['organization', slug, 'inbox'] });
    },
  };
}

export function useChangeRules(slug: string) {
  const change = useChange();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (rules: ChangeRulesChange) => change<ChangeRulesView>('PUT', `${pathOf(slug)}/change-rules`, rules),
    onSuccess: (view) => queryClient.setQueryData(changeRulesQuery(slug).queryKey, view),
  });
}
