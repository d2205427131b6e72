import { createHash } from 'node:crypto';
import { AppError, notFound } from '@countersign/contracts/errors';
import { toPage } from '@countersign/contracts/pagination';
import type { RequestContext, Tx } from '@countersign/contracts/request-context';
import { enqueueJob } from '@countersign/db/jobs/enqueue-job';
import { queries } from '@countersign/db/tenancy/in-org';
import { newId } from '@countersign/runtime/ids';
import { sql } from 'kysely';
import { comesAfter } from '../keyset.ts';
import { refusedBy } from '../violated-constraint.ts';
import { beginDocument } from './jobs/begin-document.ts';
import {
  type ContentType,
  type Document,
  type DocumentDetail,
  type DocumentStatus,
  FAILURES,
  type Failure,
  TEXT_LENGTH_MAX,
} from './schemas.ts';

const REFUSALS = {
  document_organization_id_team_id_fkey: () => notFound('team'),
  document_storage_is_bounded: (cause: unknown) =>
    new AppError(
      'conflict',
      'The organization’s documents would take more room than it has. Nothing was kept. Delete some first, or ask whoever runs this service for more room.',
      { cause },
    ),
};

function documents(tx: Tx) {
  return queries(tx)
    .selectFrom('document')
    .leftJoin('team', (join) =>
      join.onRef('team.organizationId', '=', 'document.organizationId').onRef('team.id', '=', 'document.teamId'),
    )
    .leftJoin('user as uploader', 'uploader.id', 'document.uploadedBy')
    .select([
      'document.id',
      'document.name',
      'document.contentType',
      'document.sizeBytes',
      'document.contextNote',
      'document.teamId',
      'team.name as teamName',
      'document.status',
      'document.failure',
      'document.pageCount',
      'uploader.name as uploadedByName',
      'document.version',
      'document.createdAt',
      'document.updatedAt',
      'document.readAt',
    ])
    .$narrowType<{ contentType: ContentType; status: DocumentStatus; failure: Failure | null }>();
}

function inWords<Row extends { failure: Failure | null }>(row: Row) {
  return { ...row, failure: row.failure && FAILURES[row.failure] };
}

export interface DocumentFilter {
  readonly teamId?: string | undefined;
  readonly status?: readonly DocumentStatus[] | undefined;
  readonly contentType?: ContentType | undefined;
  readonly text?: string | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** Newest first. */
export async function listDocuments(tx: Tx, { teamId, status, contentType, text, limit, cursor }: DocumentFilter) {
  let query = documents(tx);
  if (teamId) query = query.where('document.teamId', '=', teamId);
  if (status) query = query.where('document.status', '=', sql<string>`any(${status})`);
  if (contentType) query = query.where('document.contentType', '=', contentType);
  if (text) query = query.where(sql<boolean>`strpos(lower(document.name), lower(${text})) > 0`);
  const rows = await query
    .where(
      comesAfter(cursor, 'descending', [
        [sql.ref('document.created_at'), 'time'],
        [sql.ref('document.id'), 'id'],
      ]),
    )
    .orderBy('document.createdAt', 'desc')
    .orderBy('document.id', 'desc')
    .limit(limit + 1)
    .execute();
  return toPage(rows.map(inWords), limit, (row) => [row.createdAt, row.id]);
}

/** How many documents there are in each state. */
export async function countDocuments(tx: Tx): Promise<Record<DocumentStatus, number>> {
  const rows = await queries(tx)
    .selectFrom('document')
    .select(['status', sql<number>`count(*)::int`.as('count')])
    .groupBy('status')
    .execute();
  const countOf = (status: DocumentStatus) => rows.find((row) => row.status === status)?.count ?? 0;
  return { queued: countOf('queued'), reading: countOf('reading'), read: countOf('read'), failed: countOf('failed') };
}

/** Throws `not_found` for a document this connection cannot see. */
export async function requireDocument(tx: Tx, documentId: string): Promise<Document> {
  const document = await documents(tx).where('document.id', '=', documentId).executeTakeFirst();
  if (!document) throw notFound('document');
  return inWords(document);
}

/** A document with its text from `textFrom` on, as much as one answer holds. */
export async function requireDocumentDetail(tx: Tx, documentId: string, textFrom: number): Promise<DocumentDetail> {
  const document = await requireDocument(tx, documentId);
  const content = await queries(tx)
    .selectFrom('documentContent')
    .select([
      sql<string>`substr(coalesce(text, ''), ${textFrom + 1}, ${TEXT_LENGTH_MAX})`.as('text'),
      sql<number>`length(coalesce(text, ''))`.as('textLength'),
    ])
    .where('documentId', '=', documentId)
    .executeTakeFirstOrThrow();
  const end = textFrom + TEXT_LENGTH_MAX;
  return { ...document, ...content, nextTextFrom: end < content.textLength ? end : null };
}

/** The whole text of a document; empty while it is not read. Does not check that there is such a document. */
export async function documentText(tx: Tx, documentId: string): Promise<string> {
  const found = await queries(tx)
    .selectFrom('documentContent')
    .select('text')
    .where('documentId', '=', documentId)
    .executeTakeFirst();
  return found?.text ?? '';
}

/** A document's bytes, for reading and importing it. Throws `not_found`. */
export async function requireDocumentBytes(tx: Tx, documentId: string) {
  const found = await queries(tx)
    .selectFrom('document')
    .innerJoin('documentContent', (join) =>
      join
        .onRef('documentContent.organizationId', '=', 'document.organizationId')
        .onRef('documentContent.documentId', '=', 'document.id'),
    )
    .select(['document.name', 'document.contentType', 'document.digest', 'document.teamId', 'documentContent.bytes'])
    .where('document.id', '=', documentId)
    .$narrowType<{ contentType: ContentType }>()
    .executeTakeFirst();
  if (!found) throw notFound('document');
  return found;
}

/** Reads what rules decide on and holds the row until the transaction ends. */
export async function lockDocument(tx: Tx, documentId: string) {
  const document = await queries(tx)
    .selectFrom('document')
    .select(['id', 'status', 'version'])
    .where('id', '=', documentId)
    .forUpdate()
    .executeTakeFirst();
  if (!document) throw notFound('document');
  return document;
}

export interface NewDocument {
  readonly name: string;
  readonly contextNote: string;
  readonly teamId: string | null;
  readonly contentType: ContentType;
  readonly bytes: Buffer;
}

/** Keeps a file, and leaves it to the worker to read. */
export async function insertDocument(ctx: RequestContext, tx: Tx, { bytes, ...fields }: NewDocument): Promise<string> {
  const id = newId();
  const organizationId = ctx.organization.id;
  const at = ctx.now.toISOString();
  const insert = queries(tx)
    .insertInto('document')
    .values({
      ...fields,
      organizationId,
      id,
      sizeBytes: bytes.length,
      digest: createHash('sha256').update(bytes).digest(),
      uploadedBy: ctx.user?.id ?? null,
      createdAt: at,
      updatedAt: at,
    });
  await refusedBy(insert.execute(), REFUSALS);
  await queries(tx).insertInto('documentContent').values({ organizationId, documentId: id, bytes }).execute();
  await enqueueJob(tx, beginDocument, { documentId: id });
  return id;
}

export interface DocumentFields {
  readonly name?: string | undefined;
  readonly contextNote?: string | undefined;
}

/** Changes the named fields and counts the version up. */
export async function updateDocument(ctx: RequestContext, tx: Tx, documentId: string, fields: DocumentFields) {
  await queries(tx)
    .updateTable('document')
    .set((row) => ({ ...fields, version: row('version', '+', 1), updatedAt: ctx.now.toISOString() }))
    .where('id', '=', documentId)
    .execute();
}

/** Throws `conflict` while an expense has it as its receipt, which the books may be asked for. */
export async function deleteDocument(tx: Tx, documentId: string): Promise<void> {
  const deleted = queries(tx).deleteFrom('document').where('id', '=', documentId).execute();
  await refusedBy(deleted, {
    expense_organization_id_receipt_document_id_fkey: (cause) =>
      new AppError(
        'conflict',
        'The document is the receipt of an expense. Take it off there first, with update_expense.',
        {
          cause,
        },
      ),
  });
}
