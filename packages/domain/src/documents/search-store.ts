import type { Searchable } from '@countersign/contracts/searchable';
import { queries } from '@countersign/db/in-org';
import { sql } from 'kysely';
import { knownFacts } from '../full-text.ts';
import { documentText, requireDocument } from './store.ts';

/** The words of the text were found when it was read. */
const VECTOR = sql`(setweight(search_vector(document.name), 'A') || search_vector(document.context_note)
  || coalesce(document_content.words, ''))`;

export const searchableDocuments: Searchable = {
  kind: 'document',
  find: (tx, words, limit) =>
    queries(tx)
      .selectFrom('document')
      .innerJoin('documentContent', (join) =>
        join
          .onRef('documentContent.organizationId', '=', 'document.organizationId')
          .onRef('documentContent.documentId', '=', 'document.id'),
      )
      .select([
        'document.id',
        'document.name as title',
        sql<number>`ts_rank(${VECTOR}, search_query(${words}))`.as('rank'),
      ])
      .where(sql<boolean>`${VECTOR} @@ search_query(${words})`)
      .orderBy('rank', 'desc')
      .orderBy('document.id')
      .limit(limit)
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
