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
import type { Reading } from './adapters/statement.ts';
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
      'failureDetail',
      count("row.state = 'settled'").as('matchedRows'),
      count("row.state = 'open' and row.unmatched is distinct from 'outgoing'").as('unmatchedRows'),
      count('row.amount_minor < 0').as('outgoingRows'),
      sql<boolean>`not exists (select from statement_row as row where row.organization_id = statement_import.organization_id
        and row.import_id = statement_import.id and row.state = 'open' and row.unmatched = 'unknown_account')`.as(
        'accountIsKnown',
      ),
      'knownRows',
      'futureRows',
      'pendingRows',
      'badRowCount',
      'badRows',
      sql<UnmatchedRow[]>`(select coalesce(jsonb_agg(shown order by position), '[]') from (
        select position, id, to_char(booked_on, 'YYYY-MM-DD') as "bookedOn", amount_minor as "amountMinor", currency, counterparty, reference,
          message, unmatched as why
        from statement_row as row
        where row.organization_id = statement_import.organization_id and row.import_id = statement_import.id
          and row.state = 'open' and unmatched <> 'outgoing'
        order by position limit ${sql.lit(ROWS_SHOWN)}
      ) as shown)`.as('unmatched'),
      'createdAt',
      'finishedAt',
    ])
    .$narrowType<{
      status: StatementImport['status'];
      failure: ImportFailure | null;
      badRows: StatementImport['badRows'];
    }>();
}

function inWords<Row extends { failure: ImportFailure | null; failureDetail: string | null }>(row: Row) {
  const { failure, failureDetail, ...rest } = row;
  return { ...rest, failure: failure && [failureDetail, IMPORT_FAILURES[failure]].filter(Boolean).join(' ') };
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

/** What somebody says of a file that left a question. */
export interface ImportAnswers extends Reading {
  readonly accountIs?: 'ours' | 'not_ours' | undefined;
}

/**
 * Notes whose the accounts are that a file told of and nobody knew. Rows of one that is not the company's are ignored at once; answers whether those of
 * one that is are to be settled now.
 */
async function answerAccount(
  ctx: RequestContext,
  tx: Tx,
  importId: string,
  accountIs: 'ours' | 'not_ours',
): Promise<boolean> {
  const db = queries(tx);
  const asked = await db
    .selectFrom('statementRow')
    .select('account')
    .distinct()
    .where('importId', '=', importId)
    .where('unmatched', '=', 'unknown_account')
    .where('state', '=', 'open')
    .where('account', 'is not', null)
    .execute();
  for (const { account } of asked) {
    if (account === null) continue;
    const row = {
      organizationId: ctx.organization.id,
      iban: account,
      isOurs: accountIs === 'ours',
      createdAt: ctx.now.toISOString(),
    };
    await db
      .insertInto('bankAccount')
      .values(row)
      .onConflict((taken) => taken.columns(['organizationId', 'iban']).doUpdateSet({ isOurs: row.isOurs }))
      .execute();
  }
  if (accountIs === 'ours') return asked.length > 0;
  await db
    .updateTable('statementRow')
    .set({ state: 'ignored', ignoredReason: 'It was on an account that is not the company’s.' })
    .where('importId', '=', importId)
    .where('unmatched', '=', 'unknown_account')
    .where('state', '=', 'open')
    .execute();
  return false;
}

const ALREADY = {
  statement_import_organization_id_digest_key: (cause: unknown) =>
    new AppError('conflict', 'This file is being imported already. List imports to see it.', { cause }),
};

/**
 * Leaves a statement to be imported and returns the import’s id. A file that was imported before, under whatever name, is not imported
 * again; one that failed is tried anew. Throws `not_found`, and `invalid_input` for a file that is neither XML nor CSV.
 */
export async function queueImport(
  ctx: RequestContext,
  tx: Tx,
  documentId: string,
  { accountIs, ...reading }: ImportAnswers = {},
): Promise<string> {
  const { name, contentType, digest, teamId } = await requireDocumentBytes(tx, documentId);
  if (!isStatementType(contentType)) {
    throw new AppError(
      'invalid_input',
      'documentId: only camt.052, .053 and .054 (XML) and CSV files are bank statements.',
      {
        fields: [{ path: 'documentId', problem: 'is no XML or CSV file' }],
      },
    );
  }
  const db = queries(tx);
  const before = await db
    .selectFrom('statementImport')
    .select(['id', 'status', 'reading'])
    .where('digest', '=', digest)
    .forUpdate()
    .executeTakeFirst();
  const answered =
    accountIs !== undefined && before?.status === 'imported'
      ? await answerAccount(ctx, tx, before.id, accountIs)
      : false;
  if (before && before.status !== 'failed' && !answered) return before.id;
  const id = before?.id ?? newId();
  const answers = JSON.stringify({ ...(before?.reading as object | undefined), ...reading });
  if (before) {
    await db
      .updateTable('statementImport')
      .set({ status: 'queued', failure: null, failureDetail: null, finishedAt: null, reading: answers })
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
      reading: answers,
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
