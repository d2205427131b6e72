import type { CompanyChange, CompanyView } from '@countersign/contracts/console-company';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { apiGet } from '../api/api-request.ts';
import { useChange } from '../api/session.ts';

const pathOf = (slug: string) => `/api/orgs/${encodeURIComponent(slug)}/company`;

export const companyQuery = (slug: string) =>
  queryOptions({
    queryKey: ['organization', slug, 'company'],
    queryFn: ({ signal }) => apiGet<CompanyView>(pathOf(slug), signal),
    // The form starts from an answer, so it must not be one of an earlier visit.
    gcTime: 0,
  });

export function useSaveCompany(slug: string) {
  const change = useChange();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: CompanyChange) => change<CompanyView>('PUT', pathOf(slug), body),
    onSuccess: (view) => queryClient.setQueryData(companyQuery(slug).queryKey, view),
  });
}
