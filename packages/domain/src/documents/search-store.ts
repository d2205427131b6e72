import type { Searchable } from '@countersign/contracts/searchable';
import { queries } from '@countersign/db/tenancy/in-org';
import { sql } from 'kysely';
import { knownFacts } from '../known-facts.ts';
import { documentText, requireDocument } from './store.ts';

export const searchableDocuments: Searchable = {
  kind: 'document',
  titles: (tx, ids) =>
    queries(tx)
      .selectFrom('document')
      .select(['id', 'name as title'])
      .where('id', '=', sql<string>`any(${ids})`)
      .execute(),
  read: async (tx, id) => {
    const document = await requireDocument(tx, id);
    return {
      title: document.name,
      text: await documentText(tx, id),
      facts: knownFacts({
        Note: document.contextNote,
        Status: document.failure ?? document.status,
        Type: document.contentType,
        Size: `${Math.ceil(document.sizeBytes / 1024)} KiB`,
        Pages: document.pageCount?.toString(),
        Team: document.teamName,
        Uploaded: document.createdAt.slice(0, 10),
        'Uploaded by': document.uploadedByName,
      }),
      belongsTo: [],
    };
  },
};
