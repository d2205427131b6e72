import type { SignInsView, SignInView } from '@countersign/contracts/console-connect';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { apiGet, everySeconds } from '../api/api-request.ts';
import { useChange } from '../api/session.ts';

export const signInsQuery = queryOptions({
  queryKey: ['sign-ins'],
  queryFn: ({ signal }) => apiGet<SignInsView>('/api/sign-ins', signal),
  refetchInterval: everySeconds(10),
});

/** Ends one, or all others when none is given. */
export function useEndSignIns() {
  const change = useChange();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (one: SignInView | undefined) =>
      change<SignInsView>('POST', one ? `/api/sign-ins/${one.id}/end` : '/api/sign-ins/end-others'),
    onSuccess: async (left) => {
      await queryClient.cancelQueries(signInsQuery);
      queryClient.setQueryData(signInsQuery.queryKey, left);
    },
    // A refused change means that the page is behind.
    onError: () => queryClient.invalidateQueries(signInsQuery),
  });
}
