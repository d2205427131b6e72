import type { DevMailView } from '@countersign/contracts/console-dev-mail';
import { queryOptions } from '@tanstack/react-query';
import { apiGet, everySeconds } from '../api/api-request.ts';

export const devMailQuery = queryOptions({
  queryKey: ['dev-mail'],
  queryFn: ({ signal }) => apiGet<DevMailView>('/api/dev/mail', signal),
  refetchInterval: everySeconds(2),
});
