import type {
  CreatedApiKeyView,
  MyApiKeysView,
  NewApiKeyBody,
  OrganizationApiKeysView,
  RevokedApiKeyView,
} from '@countersign/contracts/console-api-keys';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { apiGet, everySeconds } from './api-request.ts';
import { useChange } from './session.ts';

/** The person's own keys, or those an admin sees of an organization. */
export type KeysOf = { readonly kind: 'personal' } | { readonly kind: 'organization'; readonly slug: string };

const pathOf = (of: KeysOf) =>
  of.kind === 'personal' ? '/api/api-keys' : `/api/orgs/${encodeURIComponent(of.slug)}/api-keys`;

/** What a key did: all of it, or as much as an admin sees of a member's. */
export const keyActivityPath = (of: KeysOf, id: string) => `${pathOf(of)}/${encodeURIComponent(id)}/activity`;

/** Asked again every few seconds: a last use, or what another admin ends, shows without a reload. */
export const apiKeysQuery = (of: KeysOf) =>
  queryOptions({
    queryKey: ['api-keys', of],
    queryFn: ({ signal }) => apiGet<MyApiKeysView | OrganizationApiKeysView>(pathOf(of), signal),
    refetchInterval: everySeconds(10),
  });

/** `organization` is said for a personal key. The answer holds the key, so nothing keeps it but the page that asked. */
export function useMakeApiKey(of: KeysOf) {
  const change = useChange();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: NewApiKeyBody & { readonly organization?: string }) =>
      change<CreatedApiKeyView>('POST', pathOf(of), body),
    onSuccess: () => void queryClient.invalidateQueries({ queryKey: ['api-keys'] }),
    gcTime: 0,
  });
}

export function useRevokeApiKey(of: KeysOf) {
  const change = useChange();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => change<RevokedApiKeyView>('POST', `${pathOf(of)}/${id}/revoke`),
    onSettled: () => void queryClient.invalidateQueries({ queryKey: ['api-keys'] }),
  });
}
