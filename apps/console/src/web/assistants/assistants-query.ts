import type { AssistantListChange, AssistantListView } from '@countersign/contracts/console-assistants';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { apiGet, everySeconds } from '../api/api-request.ts';
import { useChange } from '../api/session.ts';
import { writeAccessHistoryQuery } from '../api/write-access.ts';

const pathOf = (slug: string) => `/api/orgs/${encodeURIComponent(slug)}/assistants`;

export const assistantsQuery = (slug: string) =>
  queryOptions({
    queryKey: ['organization', slug, 'assistants'],
    queryFn: ({ signal }) => apiGet<AssistantListView>(pathOf(slug), signal),
    refetchInterval: everySeconds(10),
  });

/** `onSaved` is told also when the form that asked has made room for one with the new list. */
export function useChangeAssistants(slug: string, onSaved: () => void) {
  const change = useChange();
  const queryClient = useQueryClient();
  const query = assistantsQuery(slug);
  return useMutation({
    mutationFn: (list: AssistantListChange) => change<AssistantListView>('PATCH', pathOf(slug), list),
    onSuccess: async (view) => {
      await queryClient.cancelQueries(query);
      queryClient.setQueryData(query.queryKey, view);
      onSaved();
      void queryClient.invalidateQueries(writeAccessHistoryQuery(slug));
    },
    onError: () => queryClient.invalidateQueries(query),
  });
}
