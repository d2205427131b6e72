import { notFound } from '@countersign/contracts/errors';
import { toPage } from '@countersign/contracts/pagination';
import type { Tx } from '@countersign/contracts/request-context';
import { queries } from '@countersign/db/tenancy/in-org';
import { newId } from '@countersign/runtime/ids';
import { sql } from 'kysely';
import { comesAfter } from '../keyset.ts';
import type { Finding } from './finding.ts';
import type { Issue, IssueDetail, IssueStatus, Severity, SignalKind } from './schemas.ts';

const COLUMNS = [
  'id',
  'kind',
  'title',
  'severity',
  'status',
  'recordKind',
  'recordId',
  'teamId',
  'openedAt',
  'resolvedAt',
  'version',
  'updatedAt',
] as const;

type Narrowed = { kind: SignalKind; severity: Severity; status: IssueStatus };

export interface IssueFilter {
  readonly kinds: readonly SignalKind[];
  readonly status: readonly IssueStatus[];
  readonly severity?: readonly Severity[] | undefined;
  readonly recordId?: string | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** Newest first. */
export async function listIssues(tx: Tx, { kinds, status, severity, recordId, limit, cursor }: IssueFilter) {
  let list = queries(tx)
    .selectFrom('signalIssue')
    .select(COLUMNS)
    .where('kind', '=', sql<string>`any(${kinds})`)
    .where('status', '=', sql<string>`any(${status})`);
  if (severity) list = list.where('severity', '=', sql<string>`any(${severity})`);
  if (recordId) list = list.where('recordId', '=', recordId);
  const rows: Issue[] = await list
    .where(
      comesAfter(cursor, 'descending', [
        [sql.ref('opened_at'), 'time'],
        [sql.ref('id'), 'id'],
      ]),
    )
    .orderBy('openedAt', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .$narrowType<Narrowed>()
    .execute();
  return toPage(rows, limit, (row) => [row.openedAt, row.id]);
}

/** Throws `not_found` for an issue this connection cannot see, or of a kind that is not among `kinds`. */
export async function requireIssue(tx: Tx, id: string, kinds: readonly SignalKind[]): Promise<IssueDetail> {
  const issue = await queries(tx)
    .selectFrom('signalIssue')
    .select([...COLUMNS, 'evidence', 'note'])
    .where('id', '=', id)
    .where('kind', '=', sql<string>`any(${kinds})`)
    .$narrowType<Narrowed & { evidence: IssueDetail['evidence'] }>()
    .executeTakeFirst();
  if (!issue) throw notFound('issue');
  return issue;
}

/** Holds an issue until the transaction ends. */
export async function lockIssue(tx: Tx, id: string, kinds: readonly SignalKind[]) {
  const issue = await queries(tx)
    .selectFrom('signalIssue')
    .select(['id', 'status', 'version'])
    .where('id', '=', id)
    .where('kind', '=', sql<string>`any(${kinds})`)
    .forUpdate()
    .$narrowType<{ status: IssueStatus }>()
    .executeTakeFirst();
  if (!issue) throw notFound('issue');
  return issue;
}

export async function updateIssue(
  tx: Tx,
  id: string,
  change: { readonly status: IssueStatus; readonly note?: string | undefined },
  now: Date,
): Promise<void> {
  await queries(tx)
    .updateTable('signalIssue')
    .set((row) => ({ ...change, version: row('version', '+', 1), updatedAt: now.toISOString() }))
    .where('id', '=', id)
    .execute();
}

/**
 * Makes the issues of one kind agree with what was found: opens new ones, brings the facts of known ones up to date, resolves
 * those whose cause is gone. What a person said of an issue stays. Says how many were opened and resolved.
 */
export async function keepIssues(
  tx: Tx,
  organizationId: string,
  kind: SignalKind,
  findings: readonly Finding[],
  now: Date,
): Promise<{ opened: number; resolved: number }> {
  const db = queries(tx);
  const at = now.toISOString();
  const resolved = await db
    .updateTable('signalIssue')
    .set((row) => ({ status: 'resolved', resolvedAt: at, updatedAt: at, version: row('version', '+', 1) }))
    .where('kind', '=', kind)
    .where('status', '!=', 'resolved')
    .where('recordId', '!=', sql<string>`all(${findings.map(({ recordId }) => recordId)}::uuid[])`)
    .executeTakeFirst();
  if (findings.length === 0) return { opened: 0, resolved: Number(resolved.numUpdatedRows) };
  const kept = await db
    .insertInto('signalIssue')
    .columns(['organizationId', 'id', 'kind', ...FOUND, 'openedAt', 'updatedAt'])
    .expression(
      sql`select ${organizationId}::uuid, found.id, ${kind}, found.title, found.severity, found.record_kind, found.record_id,
          found.team_id, found.evidence, ${at}::timestamptz, ${at}::timestamptz
        from jsonb_to_recordset(${JSON.stringify(findings.map(toRow))}::jsonb) as found
          (id uuid, title text, severity text, record_kind text, record_id uuid, team_id uuid, evidence jsonb)`,
    )
    .onConflict((conflict) =>
      conflict
        .columns(['organizationId', 'kind', 'recordId'])
        // Written out: a parameter would not match the index.
        .where(sql<boolean>`status <> 'resolved'`)
        .doUpdateSet((row) => ({
          title: row.ref('excluded.title'),
          severity: row.ref('excluded.severity'),
          teamId: row.ref('excluded.teamId'),
          evidence: row.ref('excluded.evidence'),
        }))
        // What is as it was is not written again: an organization may have thousands, and is looked at every five minutes.
        .where(sql<boolean>`(signal_issue.title, signal_issue.severity, signal_issue.team_id, signal_issue.evidence)
          is distinct from (excluded.title, excluded.severity, excluded.team_id, excluded.evidence)`),
    )
    .returning(sql<boolean>`xmax = 0`.as('opened'))
    .execute();
  return { opened: kept.filter(({ opened }) => opened).length, resolved: Number(resolved.numUpdatedRows) };
}

const FOUND = ['title', 'severity', 'recordKind', 'recordId', 'teamId', 'evidence'] as const;

function toRow({ recordKind, recordId, teamId, ...finding }: Finding) {
  return { ...finding, id: newId(), record_kind: recordKind, record_id: recordId, team_id: teamId };
}
