import type { ConnectionsView, ConnectionView } from '@countersign/contracts/console-api';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { apiGet, everySeconds } from './api-request.ts';
import { useChange } from './session.ts';

/** Asked again every few seconds: a switch that an admin turns shows without a reload. */
export const connectionsQuery = queryOptions({
  queryKey: ['connections'],
  queryFn: ({ signal }) => apiGet<ConnectionsView>('/api/connections', signal),
  refetchInterval: everySeconds(4),
});

export function useRevoke() {
  const change = useChange();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ id }: ConnectionView) => change<ConnectionView>('POST', `/api/connections/${id}/revoke`),
    onSuccess: async (revoked) => {
      // An answer that was on its way would bring the old state back.
      await queryClient.cancelQueries(connectionsQuery);
      queryClient.setQueryData(
        connectionsQuery.queryKey,
        (shown) => shown && { connections: shown.connections.map((one) => (one.id === revoked.id ? revoked : one)) },
      );
    },
  });
}
