import type { ConnectionsView, ConnectionView } from '@countersign/contracts/console-api';
import type { ConnectionChange, ConnectionSettingsView } from '@countersign/contracts/console-connections';
import { type QueryClient, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { apiGet, everySeconds } from './api-request.ts';
import { useChange } from './session.ts';

/** Asked again every few seconds: a switch that an admin turns shows without a reload. */
export const connectionsQuery = queryOptions({
  queryKey: ['connections'],
  queryFn: ({ signal }) => apiGet<ConnectionsView>('/api/connections', signal),
  refetchInterval: everySeconds(4),
});

/** What can be edited of one connection; never shown from before, because it decides what is offered. */
export function connectionSettingsQuery(id: string) {
  return queryOptions({
    queryKey: ['connection-settings', id],
    queryFn: ({ signal }) => apiGet<ConnectionSettingsView>(`/api/connections/${id}`, signal),
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export function useRevoke() {
  const change = useChange();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ id }: ConnectionView) => change<ConnectionView>('POST', `/api/connections/${id}/revoke`),
    onSuccess: (revoked) => show(queryClient, revoked),
  });
}

export function useEdit(id: string) {
  const change = useChange();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (wish: ConnectionChange) => change<ConnectionView>('PATCH', `/api/connections/${id}`, wish),
    onSuccess: (edited) => show(queryClient, edited),
  });
}

/** Puts what a change answered in its place in the list. */
async function show(queryClient: QueryClient, changed: ConnectionView): Promise<void> {
  // An answer that was on its way would bring the old state back.
  await queryClient.cancelQueries(connectionsQuery);
  queryClient.setQueryData(
    connectionsQuery.queryKey,
    (shown) => shown && { connections: shown.connections.map((one) => (one.id === changed.id ? changed : one)) },
  );
}
