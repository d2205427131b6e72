import { AppError, notFound } from '@countersign/contracts/errors';
import { toPage } from '@countersign/contracts/pagination';
import type { RequestContext, Tx } from '@countersign/contracts/request-context';
import { enqueueJob } from '@countersign/db/jobs/enqueue-job';
import { queries } from '@countersign/db/tenancy/in-org';
import { newId } from '@countersign/runtime/ids';
import { sql } from 'kysely';
import { requireDocumentBytes } from '../documents/index.ts';
import { comesAfter } from '../keyset.ts';
import { refusedBy } from '../violated-constraint.ts';
import { isStatementType } from './adapters/read-statement.ts';
import { importStatement } from './jobs/import-statement.ts';
import type { ConnectionKind } from './kinds.ts';
import { IMPORT_FAILURES, type ImportFailure, ROWS_SHOWN, type StatementImport, type UnmatchedRow } from './schemas.ts';

function imports(tx: Tx) {
  const count = (condition: string) =>
    sql<number>`(select count(*)::int from statement_row as row where row.organization_id = statement_import.organization_id
      and row.import_id = statement_import.id and ${sql.raw(condition)})`;
  return queries(tx)
    .selectFrom('statementImport')
    .select([
      'id',
      'documentId',
      'documentName',
      'teamId',
      'status',
      'failure',
      'account',
      count('row.invoice_id is not null').as('matchedRows'),
      count("row.unmatched <> 'outgoing'").as('unmatchedRows'),
      count("row.unmatched = 'outgoing'").as('outgoingRows'),
      'knownRows',
      sql<UnmatchedRow[]>`(select coalesce(jsonb_agg(shown order by position), '[]') from (
        select position, id, to_char(booked_on, 'YYYY-MM-DD') as "bookedOn", amount_minor as "amountMinor", currency, counterparty, reference,
          message, unmatched as why
        from statement_row as row
        where row.organization_id = statement_import.organization_id and row.import_id = statement_import.id and unmatched <> 'outgoing'
        order by position limit ${sql.lit(ROWS_SHOWN)}
      ) as shown)`.as('unmatched'),
      'createdAt',
      'finishedAt',
    ])
    .$narrowType<{ status: StatementImport['status']; failure: ImportFailure | null }>();
}

function inWords<Row extends { failure: ImportFailure | null }>(row: Row) {
  return { ...row, failure: row.failure && IMPORT_FAILURES[row.failure] };
}

export interface ImportFilter {
  readonly status?: StatementImport['status'] | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** Newest first. */
export async function listImports(tx: Tx, { status, limit, cursor }: ImportFilter) {
  let query = imports(tx);
  if (status) query = query.where('status', '=', status);
  const rows = await query
    .where(
      comesAfter(cursor, 'descending', [
        [sql.ref('statement_import.created_at'), 'time'],
        [sql.ref('statement_import.id'), 'id'],
      ]),
    )
    .orderBy('createdAt', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute();
  return toPage(rows.map(inWords), limit, (row) => [row.createdAt, row.id]);
}

export async function requireImport(tx: Tx, id: string): Promise<StatementImport> {
  const found = await imports(tx).where('id', '=', id).executeTakeFirst();
  if (!found) throw notFound('import');
  return inWords(found);
}

/** The last import that ended, for judging the connection’s health. */
export async function findLastImport(tx: Tx): Promise<StatementImport | undefined> {
  const found = await imports(tx)
    .where('finishedAt', 'is not', null)
    .orderBy('finishedAt', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return found && inWords(found);
}

const ALREADY = {
  statement_import_organization_id_digest_key: (cause: unknown) =>
    new AppError('conflict', 'This file is being imported already. List imports to see it.', { cause }),
};

/**
 * Leaves a statement to be imported and returns the import’s id. A file that was imported before, under whatever name, is not imported
 * again; one that failed is tried anew. Throws `not_found`, and `invalid_input` for a file that is neither XML nor CSV.
 */
export async function queueImport(ctx: RequestContext, tx: Tx, documentId: string): Promise<string> {
  const { name, contentType, digest, teamId } = await requireDocumentBytes(tx, documentId);
  if (!isStatementType(contentType)) {
    throw new AppError('invalid_input', 'documentId: only camt.053 (XML) and CSV files are bank statements.', {
      fields: [{ path: 'documentId', problem: 'is no XML or CSV file' }],
    });
  }
  const db = queries(tx);
  const before = await db
    .selectFrom('statementImport')
    .select(['id', 'status'])
    .where('digest', '=', digest)
    .forUpdate()
    .executeTakeFirst();
  if (before && before.status !== 'failed') return before.id;
  const id = before?.id ?? newId();
  if (before) {
    await db
      .updateTable('statementImport')
      .set({ status: 'queued', failure: null, finishedAt: null })
      .where('id', '=', id)
      .execute();
  } else {
    const at = ctx.now.toISOString();
    const row = {
      organizationId: ctx.organization.id,
      id,
      teamId,
      documentId,
      documentName: name,
      digest,
      createdAt: at,
    };
    await refusedBy(db.insertInto('statementImport').values(row).execute(), ALREADY);
  }
  await enqueueJob(tx, importStatement, { importId: id });
  return id;
}

export async function listRequests(tx: Tx) {
  return queries(tx).selectFrom('serviceConnection').select(['kind', 'requestedAt']).execute();
}

/** Notes the wish, once; asking again changes its note. */
export async function requestService(ctx: RequestContext, tx: Tx, kind: ConnectionKind, note: string): Promise<string> {
  const row = {
    organizationId: ctx.organization.id,
    kind,
    note,
    requestedBy: ctx.user?.id ?? null,
    requestedAt: ctx.now.toISOString(),
  };
  const { requestedAt } = await queries(tx)
    .insertInto('serviceConnection')
    .values(row)
    .onConflict((conflict) => conflict.columns(['organizationId', 'kind']).doUpdateSet({ note }))
    .returning('requestedAt')
    .executeTakeFirstOrThrow();
  return requestedAt;
}
