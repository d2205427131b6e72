import { AUDIT_ACTIONS, type AuditEvent } from '@countersign/contracts/audit-event';
import type { Queries } from '@countersign/db/connections/named-statements';
import { withCommit } from '@countersign/db/connections/with-commit';
import { newId } from '@countersign/runtime/ids';
import { counter } from '@countersign/runtime/metrics';
import { sql } from 'kysely';

/** Everything but what an event is about; absent parts are null. */
export type NewAuditEvent = Pick<AuditEvent, 'action'> & Partial<Omit<AuditEvent, 'action'>>;

const USER_AGENT_LENGTH_MAX = 300;

/** Token outcomes, sign-ins and revocations among them. Counted when written, so one whose transaction fails later counts too. */
const written = counter('audit_events_total', 'Events written to the audit log.', ['action', 'outcome']);

/** An event that has its place in the log. */
export type PlacedEvent = NewAuditEvent & { readonly id: string };

function toRow(event: NewAuditEvent | PlacedEvent) {
  return {
    id: 'id' in event ? event.id : newId(),
    action: event.action,
    severity: event.severity ?? AUDIT_ACTIONS[event.action],
    outcome: event.outcome ?? 'ok',
    organization_id: event.organizationId,
    connection_id: event.connectionId,
    api_key_id: event.apiKeyId,
    user_id: event.userId,
    client_id: event.clientId,
    actor_kind: event.actorKind ?? 'system',
    actor_id: event.actorId,
    address: event.address,
    user_agent: event.userAgent?.slice(0, USER_AGENT_LENGTH_MAX),
    request_id: event.requestId,
    duration_ms: event.durationMs,
    details: event.details ?? {},
  };
}

/**
 * The rows travel as one JSON value, so that batches of every size are the same prepared statement. An event that is there already stays as it is: it
 * was sent before, and the answer got lost.
 */
function insertion(events: readonly NewAuditEvent[], more = sql`'{}'::jsonb`) {
  return sql`
    insert into audit_event (id, action, severity, outcome, organization_id, connection_id, api_key_id, user_id, client_id,
      actor_kind, actor_id, address, user_agent, request_id, duration_ms, details)
    select id, action, severity, outcome, organization_id, connection_id, api_key_id, user_id, client_id, actor_kind, actor_id,
      address, user_agent, request_id, duration_ms, details || ${more}
    from jsonb_to_recordset(${JSON.stringify(events.map(toRow))}::jsonb) as event (id uuid, action text,
      severity text, outcome text, organization_id uuid, connection_id uuid, api_key_id uuid, user_id uuid, client_id text,
      actor_kind text, actor_id text, address text, user_agent text, request_id text, duration_ms integer, details jsonb)
    on conflict do nothing
  `;
}

function count(events: readonly NewAuditEvent[]): void {
  for (const { action, outcome = 'ok' } of events) written.inc({ action, outcome });
}

/** Writes events in the caller's transaction: they are there exactly when what they tell is. */
export async function recordEvents(queries: Queries, events: readonly NewAuditEvent[]): Promise<void> {
  if (events.length === 0) return;
  await insertion(events).execute(queries);
  count(events);
}

/** The same as the last thing a transaction does: the events travel with its commit, which fails if they do. */
export function recordEventsWithCommit(queries: Queries, events: readonly NewAuditEvent[]): void {
  withCommit(queries, insertion(events).compile(queries));
  count(events);
}

/** The same for the call that did this transaction's deed: its event holds the deed's id and digest. */
export function recordDeedWithCommit(queries: Queries, event: NewAuditEvent): void {
  withCommit(queries, insertion([event], sql`deed_facts()`).compile(queries));
  count([event]);
}
