import type { ClientsView, MadeClientView, NewClientBody } from '@countersign/contracts/console-clients';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { apiGet, everySeconds } from '../api/api-request.ts';
import { useChange } from '../api/session.ts';

const pathOf = (slug: string) => `/api/orgs/${encodeURIComponent(slug)}/clients`;

export const clientsQuery = (slug: string) =>
  queryOptions({
    queryKey: ['organization', slug, 'clients'],
    queryFn: ({ signal }) => apiGet<ClientsView>(pathOf(slug), signal),
    refetchInterval: everySeconds(10),
  });

/** The answer holds the secret, so nothing keeps it but the dialog that asked. */
export function useMakeClient(slug: string) {
  const change = useChange();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: NewClientBody) => change<MadeClientView>('POST', pathOf(slug), body),
    onSuccess: () => void queryClient.invalidateQueries(clientsQuery(slug)),
    gcTime: 0,
  });
}

export function useEndClient(slug: string) {
  const change = useChange();
  const queryClient = useQueryClient();
  const query = clientsQuery(slug);
  return useMutation({
    mutationFn: (id: string) => change<ClientsView>('POST', `${pathOf(slug)}/${encodeURIComponent(id)}/end`),
    onSuccess: async (view) => {
      await queryClient.cancelQueries(query);
      queryClient.setQueryData(query.queryKey, view);
    },
    onError: () => queryClient.invalidateQueries(query),
  });
}
