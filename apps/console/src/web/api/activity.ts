import type { ActivityFilter, ActivityPage, CallsPerDayView } from '@countersign/contracts/console-connections';
import {
  infiniteQueryOptions,
  keepPreviousData,
  queryOptions,
  useInfiniteQuery,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { newerThan, withNewest } from '../activity/with-newest.ts';
import { apiGet, everySeconds } from './api-request.ts';

/** What a connection of one's own did. */
export function activityPath(id: string): string {
  return `/api/connections/${encodeURIComponent(id)}/activity`;
}

/** What a connection of the organization changed: all that its admins see of what it did. */
export function writesPath(slug: string, id: string): string {
  return `/api/orgs/${encodeURIComponent(slug)}/connections/${encodeURIComponent(id)}/writes`;
}

function withQuery(path: string, query: Record<string, string | undefined>): string {
  const given = Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const search = new URLSearchParams(given).toString();
  return path + (search && `?${search}`);
}

/** Where a browser fetches all of it as a file. */
export function activityExportPath(id: string, filter: ActivityFilter, format: 'csv' | 'jsonl'): string {
  return withQuery(`${activityPath(id)}/export`, { format, ...filter });
}

/** Days as this browser counts them. */
export function callsPerDayQuery(id: string) {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  return queryOptions({
    queryKey: ['calls-per-day', id],
    queryFn: ({ signal }) =>
      apiGet<CallsPerDayView>(withQuery(`${activityPath(id)}/calls-per-day`, { timeZone }), signal),
    refetchInterval: everySeconds(60),
  });
}

function activityQuery(path: string, filter: ActivityFilter) {
  return infiniteQueryOptions({
    queryKey: ['activity', path, filter],
    queryFn: ({ pageParam: cursor, signal }) => apiGet<ActivityPage>(withQuery(path, { ...filter, cursor }), signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    placeholderData: keepPreviousData,
    // Older pages never change; what is new arrives below.
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** The timeline at `activityPath` or `writesPath` as far as it was read, and every few seconds what has been added on top of it. */
export function useActivity(path: string, filter: ActivityFilter) {
  const queryClient = useQueryClient();
  const options = activityQuery(path, filter);
  const shown = useInfiniteQuery(options);
  const newest = useQuery({
    queryKey: ['newest-activity', path, filter],
    queryFn: async ({ signal }) => {
      const page = await apiGet<ActivityPage>(withQuery(path, { ...filter }), signal);
      const before = queryClient.getQueryData(options.queryKey);
      queryClient.setQueryData(options.queryKey, (data) => data && withNewest(data, page));
      return before ? newerThan(before, page) : [];
    },
    enabled: shown.isSuccess && !shown.isPlaceholderData,
    refetchInterval: everySeconds(4),
    gcTime: 0,
  });
  return { shown, newest };
}
