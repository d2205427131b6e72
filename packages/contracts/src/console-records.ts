import type { ReadableRecord } from './searchable.ts';

/** `GET /api/orgs/:slug/records/:kind/:id`: one record, as whoever may see it reads it. */
export interface RecordView extends ReadableRecord {
  readonly kind: string;
  readonly organization: { readonly slug: string; readonly name: string };
}
