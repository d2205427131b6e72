import type { ConnectorHealthView } from '@countersign/contracts/console-connect';
import { queryOptions } from '@tanstack/react-query';
import { apiGet, retryWhenItMayHelp } from '../api/api-request.ts';

const WHILE_WELL_MS = 30_000;
const WHILE_BROKEN_MS = 5_000;

/** Asks again by itself, and sooner while something is broken, so that the badge recovers when the cause does. */
export const connectorHealthQuery = (organization: string | undefined) =>
  queryOptions({
    queryKey: ['connector-health', organization ?? null],
    queryFn: ({ signal }) => {
      const query = organization === undefined ? '' : `?organization=${encodeURIComponent(organization)}`;
      return apiGet<ConnectorHealthView>(`/api/health/connector${query}`, signal);
    },
    retry: false,
    refetchInterval: ({ state: { data, error } }) => {
      if (error) return retryWhenItMayHelp(0, error) && WHILE_BROKEN_MS;
      return data?.failure ? WHILE_BROKEN_MS : WHILE_WELL_MS;
    },
  });
