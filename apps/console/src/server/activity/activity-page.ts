import { type AuditAction, SEVERITIES, type Severity } from '@countersign/contracts/audit-event';
import type { ActivityEvent, ActivityFilter, ActivityPage } from '@countersign/contracts/console-connections';
import { AppError } from '@countersign/contracts/errors';
import { decodeCursor, toPage } from '@countersign/contracts/pagination';
import type { Queries } from '@countersign/db/connections/named-statements';
import { type SqlBool, sql } from 'kysely';
import { z } from 'zod';

/** Whose events: those of a connection, or of an API key. */
export type ActivityOf = { readonly connectionId: string } | { readonly apiKeyId: string };

export interface ActivityQuery extends ActivityFilter {
  readonly of: ActivityOf;
  /** Who looks; what another person did is shown without from where. */
  readonly viewerId: string;
  /** Leaves out the calls that only read, which are their person's alone. */
  readonly withoutReads?: boolean;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

// Written out, and word for word as in migration 0059: of a parameter the planner could not know that an index answers it.
export const IS_CALL = sql<SqlBool>`action = 'tool.called'`;
/** Whether a tool call could change something; calls say so themselves. */
export const IS_WRITE = sql<SqlBool>`details @> '{"writes": true}'`;
/** Everything but the calls that only read. */
export const IS_NO_READ = sql<SqlBool>`(action <> 'tool.called' or ${IS_WRITE})`;

/**
 * One page of a connection's or key's events, newest first. Pages are cut by position, so rows that are added meanwhile neither repeat
 * nor displace others. Does not check who asks.
 */
export async function activityPage(queries: Queries, query: ActivityQuery): Promise<ActivityPage> {
  const { of, kind, severity, limit, withoutReads = false } = query;
  const before = positionOf(query.cursor);
  const rows = await queries
    .selectFrom('auditEvent')
    .select([
      'id',
      'at',
      'action',
      'severity',
      'outcome',
      'actorKind',
      'actorId',
      'userId',
      'address',
      'userAgent',
      'requestId',
      'durationMs',
      'details',
    ])
    .where((where) =>
      'apiKeyId' in of ? where('apiKeyId', '=', of.apiKeyId) : where('connectionId', '=', of.connectionId),
    )
    .$if(withoutReads, (rows) => rows.where(IS_NO_READ))
    .$if(kind === 'oauth', (rows) => rows.where(sql<SqlBool>`action <> 'tool.called'`))
    .$if(kind === 'reads', (rows) => rows.where(IS_CALL).where(sql<SqlBool>`not ${IS_WRITE}`))
    .$if(kind === 'writes', (rows) => rows.where(IS_CALL).where(IS_WRITE))
    .$if(severity !== undefined && severity !== 'info', (rows) =>
      rows.where(sql<SqlBool>`severity <> 'info'`).where('severity', 'in', atLeast(severity ?? 'info')),
    )
    .$if(before !== undefined, (rows) => rows.where(sql<SqlBool>`(at, id) < (${before?.at}, ${before?.id})`))
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute();
  const { items, nextCursor } = toPage(rows, limit, ({ at, id }) => [at, id]);
  return { items: items.map((row) => toEvent(row, query.viewerId)), nextCursor };
}

type Row = Omit<ActivityEvent, 'kind' | 'tool' | 'action' | 'severity' | 'outcome' | 'details'> & {
  readonly action: string;
  readonly severity: string;
  readonly outcome: string;
  readonly actorKind: string;
  readonly actorId: string | null;
  readonly userId: string | null;
  readonly details: unknown;
};

function toEvent({ actorKind, actorId, userId, ...row }: Row, viewerId: string): ActivityEvent {
  const details = row.details as ActivityEvent['details'];
  const isCall = row.action === 'tool.called';
  // What a personal key does, its person does; an organization's key is nobody's.
  const person = actorKind === 'user' ? actorId : actorKind === 'api_key' ? userId : null;
  const isAnothers = person !== null && person !== viewerId;
  return {
    ...row,
    kind: isCall ? (details.writes === true ? 'writes' : 'reads') : 'oauth',
    action: row.action as AuditAction,
    severity: row.severity as Severity,
    outcome: row.outcome as ActivityEvent['outcome'],
    tool: isCall && typeof details.tool === 'string' ? details.tool : null,
    address: isAnothers ? null : row.address,
    userAgent: isAnothers ? null : row.userAgent,
    details,
  };
}

function atLeast(severity: Severity): readonly Severity[] {
  return SEVERITIES.slice(SEVERITIES.indexOf(severity));
}

function positionOf(cursor: string | undefined): { readonly at: string; readonly id: string } | undefined {
  const key = decodeCursor(cursor, 2);
  if (!key) return undefined;
  const [at, id] = key;
  if (z.iso.datetime().safeParse(at).success) return { at: String(at), id: String(id) };
  throw new AppError('invalid_input', 'The cursor belongs to another list. Start again without a cursor.');
}
