import { AppError, notFound } from '@countersign/contracts/errors';
import { toPage } from '@countersign/contracts/pagination';
import type { RequestContext, Tx } from '@countersign/contracts/request-context';
import { queries } from '@countersign/db/tenancy/in-org';
import { newId } from '@countersign/runtime/ids';
import { sql } from 'kysely';
import { comesAfter } from '../keyset.ts';
import { refusedBy } from '../violated-constraint.ts';
import { zonedText } from '../zone-clock.ts';
import type { Shift } from './schemas.ts';

/** The last word on overlaps: another call may have come between the check and the write, or the other shift is out of sight. */
const REFUSALS = {
  shift_organization_id_team_id_fkey: () => notFound('team'),
  shift_assignee_fkey: () => notFound('member'),
  shift_of_a_member_never_overlap: (cause: unknown) =>
    new AppError(
      'conflict',
      'The member already works another shift at that time. Find it with list_shifts, and move or reassign one of them.',
      { cause },
    ),
};

function shifts(tx: Tx) {
  return queries(tx)
    .selectFrom('shift')
    .leftJoin('team', (join) =>
      join.onRef('team.organizationId', '=', 'shift.organizationId').onRef('team.id', '=', 'shift.teamId'),
    )
    .leftJoin('project', (join) =>
      join.onRef('project.organizationId', '=', 'shift.organizationId').onRef('project.id', '=', 'shift.projectId'),
    )
    .leftJoin('user as assignee', 'assignee.id', 'shift.assigneeId')
    .select([
      'shift.id',
      'shift.title',
      'shift.note',
      'shift.teamId',
      'team.name as teamName',
      'shift.projectId',
      'project.name as projectName',
      'shift.assigneeId',
      'assignee.name as assigneeName',
      'shift.startsAt',
      'shift.endsAt',
      'shift.timeZone',
      'shift.voidedAt',
      'shift.voidReason',
      'shift.version',
      'shift.createdAt',
      'shift.updatedAt',
    ]);
}

/** Times as the clock shows them where the shift is worked. */
function onItsClock<Row extends Pick<Shift, 'startsAt' | 'endsAt' | 'timeZone'>>(row: Row): Row {
  const { startsAt, endsAt, timeZone } = row;
  return { ...row, startsAt: zonedText(startsAt, timeZone), endsAt: zonedText(endsAt, timeZone) };
}

export interface ShiftFilter {
  /** Instants; a shift that touches the time between is in. */
  readonly after?: string | undefined;
  readonly before?: string | undefined;
  readonly assigneeId?: string | undefined;
  readonly open?: boolean | undefined;
  readonly teamId?: string | undefined;
  readonly projectId?: string | undefined;
  readonly voided: boolean;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** By start. */
export async function listShifts(tx: Tx, filter: ShiftFilter) {
  const { after, before, assigneeId, open, teamId, projectId } = filter;
  let query = shifts(tx).where('shift.voidedAt', filter.voided ? 'is not' : 'is', null);
  if (after) query = query.where('shift.endsAt', '>', after);
  if (before) query = query.where('shift.startsAt', '<', before);
  if (assigneeId) query = query.where('shift.assigneeId', '=', assigneeId);
  if (open !== undefined) query = query.where('shift.assigneeId', open ? 'is' : 'is not', null);
  if (teamId) query = query.where('shift.teamId', '=', teamId);
  if (projectId) query = query.where('shift.projectId', '=', projectId);
  const rows = await query
    .where(
      comesAfter(filter.cursor, 'ascending', [
        [sql.ref('shift.starts_at'), 'time'],
        [sql.ref('shift.id'), 'id'],
      ]),
    )
    .orderBy('shift.startsAt')
    .orderBy('shift.id')
    .limit(filter.limit + 1)
    .execute();
  const { items, nextCursor } = toPage(rows, filter.limit, (row) => [row.startsAt, row.id]);
  return { items: items.map(onItsClock), nextCursor };
}

/** Throws `not_found` for a shift this connection cannot see. */
export async function requireShift(tx: Tx, shiftId: string): Promise<Shift> {
  const shift = await shifts(tx).where('shift.id', '=', shiftId).executeTakeFirst();
  if (!shift) throw notFound('shift');
  return onItsClock(shift);
}

/** Reads what rules decide on and holds the row until the transaction ends. */
export async function lockShift(tx: Tx, shiftId: string) {
  const shift = await queries(tx)
    .selectFrom('shift')
    .select(['id', 'teamId', 'assigneeId', 'startsAt', 'endsAt', 'timeZone', 'voidedAt', 'version'])
    .where('id', '=', shiftId)
    .forUpdate()
    .executeTakeFirst();
  if (!shift) throw notFound('shift');
  return shift;
}

export interface WorkedTime {
  readonly assigneeId: string | null;
  readonly startsAt: string;
  readonly endsAt: string;
}

/** Throws `conflict` naming a shift that the member already works at that time; `exceptId` is the shift being changed. */
export async function refuseOverlap(tx: Tx, { assigneeId, startsAt, endsAt }: WorkedTime, exceptId?: string) {
  if (assigneeId === null) return;
  let query = queries(tx)
    .selectFrom('shift')
    .select(['id', 'startsAt', 'endsAt', 'timeZone'])
    .where('assigneeId', '=', assigneeId)
    .where('voidedAt', 'is', null)
    .where('startsAt', '<', endsAt)
    .where('endsAt', '>', startsAt);
  if (exceptId !== undefined) query = query.where('id', '!=', exceptId);
  const found = await query.orderBy('startsAt').limit(1).executeTakeFirst();
  if (!found) return;
  const other = onItsClock(found);
  throw new AppError(
    'conflict',
    `The member already works shift ${other.id}, from ${other.startsAt} to ${other.endsAt}. Move or reassign one of them.`,
    { shiftId: other.id, startsAt: other.startsAt, endsAt: other.endsAt },
  );
}

export interface ShiftFields extends Partial<WorkedTime> {
  readonly title?: string | undefined;
  readonly note?: string | undefined;
  readonly teamId?: string | null | undefined;
  readonly projectId?: string | null | undefined;
  readonly timeZone?: string | undefined;
  readonly voidedAt?: string | null | undefined;
  readonly voidReason?: string | null | undefined;
}

export async function insertShift(
  ctx: RequestContext,
  tx: Tx,
  fields: ShiftFields & WorkedTime & { readonly title: string; readonly timeZone: string },
): Promise<string> {
  const id = newId();
  const at = ctx.now.toISOString();
  const row = { ...fields, organizationId: ctx.organization.id, id, createdAt: at, updatedAt: at };
  await refusedBy(queries(tx).insertInto('shift').values(row).execute(), REFUSALS);
  return id;
}

/** Changes the named fields and counts the version up. */
export async function updateShift(ctx: RequestContext, tx: Tx, shiftId: string, fields: ShiftFields): Promise<void> {
  const update = queries(tx)
    .updateTable('shift')
    .set((row) => ({ ...fields, version: row('version', '+', 1), updatedAt: ctx.now.toISOString() }))
    .where('id', '=', shiftId);
  await refusedBy(update.execute(), REFUSALS);
}
