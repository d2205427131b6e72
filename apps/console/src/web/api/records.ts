import type { RecordView } from '@countersign/contracts/console-records';
import { queryOptions } from '@tanstack/react-query';
import { apiGet } from './api-request.ts';

export interface RecordAddress {
  readonly slug: string;
  readonly kind: string;
  readonly id: string;
}

export const recordQuery = ({ slug, kind, id }: RecordAddress) =>
  queryOptions({
    queryKey: ['organization', slug, 'record', kind, id],
    queryFn: ({ signal }) =>
      apiGet<RecordView>(`/api/orgs/${[slug, 'records', kind, id].map(encodeURIComponent).join('/')}`, signal),
  });
