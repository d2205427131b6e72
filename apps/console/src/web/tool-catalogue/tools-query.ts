import type { PublicCatalogue } from '@countersign/contracts/public-catalogue';
import { queryOptions } from '@tanstack/react-query';
import { apiGet } from '../api/api-request.ts';

const WHILE_MISSING_MS = 5_000;

/** Changes with a deployment only; asked again by itself while it cannot be had. */
export const toolsQuery = queryOptions({
  queryKey: ['tools'],
  queryFn: ({ signal }) => apiGet<PublicCatalogue>('/api/tools', signal),
  staleTime: 60_000,
  retry: false,
  refetchInterval: ({ state }) => state.error !== null && WHILE_MISSING_MS,
});
