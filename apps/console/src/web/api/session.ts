import type { OrganizationView, SessionView } from '@countersign/contracts/console-api';
import { queryOptions, useQueryClient } from '@tanstack/react-query';
import { apiChange, apiGet, everySeconds } from './api-request.ts';

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: ({ signal }) => apiGet<SessionView>('/api/session', signal),
  refetchInterval: everySeconds(15),
});

/** Whether what an admin decides is theirs to decide; the API asks by itself. */
export function isAdministered({ role }: OrganizationView): boolean {
  return role === 'admin' || role === 'owner';
}

/** Sends a change with the session's CSRF token. */
export function useChange() {
  const queryClient = useQueryClient();
  return async <Answer>(method: 'POST' | 'PATCH' | 'PUT', path: string, body?: object): Promise<Answer> => {
    const { csrfToken } = await queryClient.ensureQueryData(sessionQuery);
    return apiChange<Answer>(method, path, csrfToken, body);
  };
}
