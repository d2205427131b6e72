import { AppError, notFound } from '@countersign/contracts/errors';
import { toPage } from '@countersign/contracts/pagination';
import type { RequestContext, Tx } from '@countersign/contracts/request-context';
import { queries } from '@countersign/db/tenancy/in-org';
import { newId } from '@countersign/runtime/ids';
import { sql } from 'kysely';
import type { Days } from '../date-range.ts';
import { comesAfter } from '../keyset.ts';
import { refusedBy } from '../violated-constraint.ts';
import type { EventTimes } from './event-times.ts';

const REFUSALS = { event_organization_id_team_id_fkey: () => notFound('team') };

function events(tx: Tx) {
  return queries(tx)
    .selectFrom('event')
    .leftJoin('team', (join) =>
      join.onRef('team.organizationId', '=', 'event.organizationId').onRef('team.id', '=', 'event.teamId'),
    )
    .leftJoin('project', (join) =>
      join.onRef('project.organizationId', '=', 'event.organizationId').onRef('project.id', '=', 'event.projectId'),
    )
    .select([
      'event.id',
      'event.title',
      'event.description',
      'event.location',
      'event.teamId',
      'team.name as teamName',
      'event.projectId',
      'project.name as projectName',
      'event.startsOn',
      'event.endsOn',
      'event.startsAt',
      'event.endsAt',
      'event.timeZone',
      'event.recurrence',
      'event.voidedAt',
      'event.voidReason',
      'event.version',
      'event.createdAt',
      'event.updatedAt',
    ]);
}

export type EventRow = Awaited<ReturnType<typeof requireEvent>>;

export interface EventFilter {
  readonly teamId?: string | undefined;
  readonly projectId?: string | undefined;
  readonly text?: string | undefined;
  readonly voided: boolean;
}

function filtered(tx: Tx, { teamId, projectId, text, voided }: EventFilter) {
  let query = events(tx).where('event.voidedAt', voided ? 'is not' : 'is', null);
  if (teamId) query = query.where('event.teamId', '=', teamId);
  if (projectId) query = query.where('event.projectId', '=', projectId);
  if (text) query = query.where(sql<boolean>`strpos(lower(event.title), lower(${text})) > 0`);
  return query;
}

/** Events as they are kept, a series once, by their first start; all-day ones first in their day. */
export async function listEvents(
  tx: Tx,
  filter: EventFilter & { readonly limit: number; readonly cursor?: string | undefined },
) {
  const rows = await filtered(tx, filter)
    .where(
      comesAfter(filter.cursor, 'ascending', [
        [sql.ref('event.starts_on'), 'date'],
        [sql`coalesce(event.starts_at, '-infinity')`, 'time'],
        [sql.ref('event.id'), 'id'],
      ]),
    )
    .orderBy('event.startsOn')
    .orderBy(sql`coalesce(event.starts_at, '-infinity')`)
    .orderBy('event.id')
    .limit(filter.limit + 1)
    .execute();
  return toPage(rows, filter.limit, (row) => [row.startsOn, row.startsAt ?? '-infinity', row.id]);
}

/** More events than this in one range are not expanded; the caller takes a shorter range or a filter. */
const EVENTS_MAX = 2000;

/** Whether the last occurrence of a series may end on a day or later, by the day its rule names (UNTIL); true of every other. A day of grace for other clocks. */
const mayGoOnUntil = (
  day: string,
) => sql<boolean>`coalesce(substring(event.recurrence from 'UNTIL=(\\d{8})'), '99999999')
  >= to_char(${day}::date - (event.ends_on - event.starts_on) - 1, 'YYYYMMDD')`;

/** Every event that may have an occurrence in the days; series only by when they begin, and by the day they are to end. */
export async function eventsAround(tx: Tx, filter: EventFilter, { from, to }: Days): Promise<EventRow[]> {
  const rows = await filtered(tx, filter)
    .where('event.startsOn', '<=', to)
    .where((row) =>
      row.or([row.and([row('event.recurrence', 'is not', null), mayGoOnUntil(from)]), row('event.endsOn', '>=', from)]),
    )
    .limit(EVENTS_MAX + 1)
    .execute();
  if (rows.length <= EVENTS_MAX) return rows;
  throw new AppError('invalid_input', 'Too many events for one list. Take a shorter range, a team or a project.', {
    fields: [{ path: 'range', problem: 'too many events' }],
  });
}

/** Throws `not_found` for an event this connection cannot see. */
export async function requireEvent(tx: Tx, eventId: string) {
  const event = await events(tx).where('event.id', '=', eventId).executeTakeFirst();
  if (!event) throw notFound('event');
  return event;
}

/** Reads what rules decide on and holds the row until the transaction ends. */
export async function lockEvent(tx: Tx, eventId: string) {
  const event = await queries(tx)
    .selectFrom('event')
    .select(['id', 'startsOn', 'endsOn', 'startsAt', 'endsAt', 'timeZone', 'recurrence', 'voidedAt', 'version'])
    .where('id', '=', eventId)
    .forUpdate()
    .executeTakeFirst();
  if (!event) throw notFound('event');
  return event;
}

export interface EventFields extends Partial<EventTimes> {
  readonly title?: string | undefined;
  readonly description?: string | undefined;
  readonly location?: string | undefined;
  readonly teamId?: string | null | undefined;
  readonly projectId?: string | null | undefined;
  readonly recurrence?: string | null | undefined;
  readonly voidedAt?: string | null | undefined;
  readonly voidReason?: string | null | undefined;
}

export async function insertEvent(
  ctx: RequestContext,
  tx: Tx,
  fields: EventFields & EventTimes & { readonly title: string },
): Promise<string> {
  const id = newId();
  const at = ctx.now.toISOString();
  const row = { ...fields, organizationId: ctx.organization.id, id, createdAt: at, updatedAt: at };
  await refusedBy(queries(tx).insertInto('event').values(row).execute(), REFUSALS);
  return id;
}

/** Changes the named fields and counts the version up. */
export async function updateEvent(ctx: RequestContext, tx: Tx, eventId: string, fields: EventFields): Promise<void> {
  const update = queries(tx)
    .updateTable('event')
    .set((row) => ({ ...fields, version: row('version', '+', 1), updatedAt: ctx.now.toISOString() }))
    .where('id', '=', eventId);
  await refusedBy(update.execute(), REFUSALS);
}
