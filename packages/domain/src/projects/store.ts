import { notFound } from '@countersign/contracts/errors';
import { toPage } from '@countersign/contracts/pagination';
import type { RequestContext, Tx } from '@countersign/contracts/request-context';
import { queries } from '@countersign/db/tenancy/in-org';
import { newId } from '@countersign/runtime/ids';
import { sql } from 'kysely';
import { comesAfter } from '../keyset.ts';
import { refusedBy } from '../violated-constraint.ts';
import type { Project, ProjectDetail, ProjectStatus } from './schemas.ts';

/** What the database refuses in a project, in the words of a caller. */
const REFUSALS = {
  project_organization_id_team_id_fkey: () => notFound('team'),
  project_organization_id_customer_id_fkey: () => notFound('customer'),
  project_lead_fkey: () => notFound('member'),
};

function projects(tx: Tx) {
  return queries(tx)
    .selectFrom('project')
    .leftJoin('team', (join) =>
      join.onRef('team.organizationId', '=', 'project.organizationId').onRef('team.id', '=', 'project.teamId'),
    )
    .leftJoin('customer', (join) =>
      join
        .onRef('customer.organizationId', '=', 'project.organizationId')
        .onRef('customer.id', '=', 'project.customerId'),
    )
    .leftJoin('user as lead', 'lead.id', 'project.leadId')
    .select([
      'project.id',
      'project.name',
      'project.description',
      'project.status',
      'project.teamId',
      'team.name as teamName',
      'project.customerId',
      'customer.name as customerName',
      'project.leadId',
      'lead.name as leadName',
      'project.startsOn',
      'project.dueOn',
      'project.hourlyRateMinor',
      'project.archivedAt',
      'project.version',
      'project.createdAt',
      'project.updatedAt',
    ])
    .$narrowType<{ status: ProjectStatus }>();
}

export interface ProjectFilter {
  readonly status?: readonly ProjectStatus[] | undefined;
  readonly teamId?: string | undefined;
  readonly customerId?: string | undefined;
  readonly leadId?: string | undefined;
  readonly text?: string | undefined;
  readonly dueFrom?: string | undefined;
  readonly dueTo?: string | undefined;
  readonly includeArchived: boolean;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** By name. */
export async function listProjects(tx: Tx, filter: ProjectFilter) {
  const { status, teamId, customerId, leadId, text, dueFrom, dueTo } = filter;
  let query = projects(tx);
  if (!filter.includeArchived) query = query.where('project.archivedAt', 'is', null);
  if (status) query = query.where('project.status', '=', sql<string>`any(${status})`);
  if (teamId) query = query.where('project.teamId', '=', teamId);
  if (customerId) query = query.where('project.customerId', '=', customerId);
  if (leadId) query = query.where('project.leadId', '=', leadId);
  if (text) query = query.where(sql<boolean>`strpos(lower(project.name), lower(${text})) > 0`);
  if (dueFrom) query = query.where('project.dueOn', '>=', dueFrom);
  if (dueTo) query = query.where('project.dueOn', '<=', dueTo);
  const rows = await query
    .where(
      comesAfter(filter.cursor, 'ascending', [
        [sql.ref('project.name'), 'text'],
        [sql.ref('project.id'), 'id'],
      ]),
    )
    .orderBy('project.name')
    .orderBy('project.id')
    .limit(filter.limit + 1)
    .execute();
  return toPage(rows, filter.limit, (row) => [row.name, row.id]);
}

/** Throws `not_found` for a project this connection cannot see. */
export async function requireProject(tx: Tx, projectId: string): Promise<Project> {
  const project = await projects(tx).where('project.id', '=', projectId).executeTakeFirst();
  if (!project) throw notFound('project');
  return project;
}

/** A project with its phases and the number of its tasks by status. */
export async function requireProjectDetail(tx: Tx, projectId: string): Promise<ProjectDetail> {
  const project = await requireProject(tx, projectId);
  const phases = await queries(tx)
    .selectFrom('projectPhase')
    .select(['id', 'name', 'startsOn', 'dueOn'])
    .where('projectId', '=', projectId)
    .orderBy('position')
    .orderBy('id')
    .execute();
  const counts = await queries(tx)
    .selectFrom('task')
    .select(['status', sql<number>`count(*)::int`.as('count')])
    .where('voidedAt', 'is', null)
    .where('projectId', '=', projectId)
    .groupBy('status')
    .execute();
  const countOf = (status: string) => counts.find((row) => row.status === status)?.count ?? 0;
  const taskCounts = {
    todo: countOf('todo'),
    doing: countOf('doing'),
    blocked: countOf('blocked'),
    done: countOf('done'),
  };
  return { ...project, phases, taskCounts };
}

/** Reads what rules decide on and holds the row until the transaction ends. */
export async function lockProject(tx: Tx, projectId: string) {
  const project = await queries(tx)
    .selectFrom('project')
    .select(['id', 'status', 'teamId', 'startsOn', 'dueOn', 'archivedAt', 'version'])
    .where('id', '=', projectId)
    .forUpdate()
    .$narrowType<{ status: ProjectStatus }>()
    .executeTakeFirst();
  if (!project) throw notFound('project');
  return project;
}

export interface ProjectFields {
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  readonly status?: ProjectStatus | undefined;
  readonly teamId?: string | null | undefined;
  readonly customerId?: string | null | undefined;
  readonly leadId?: string | null | undefined;
  readonly startsOn?: string | null | undefined;
  readonly dueOn?: string | null | undefined;
  readonly hourlyRateMinor?: number | null | undefined;
  readonly archivedAt?: string | null | undefined;
}

export async function insertProject(
  ctx: RequestContext,
  tx: Tx,
  fields: ProjectFields & { readonly name: string },
): Promise<string> {
  const id = newId();
  const at = ctx.now.toISOString();
  const row = { ...fields, organizationId: ctx.organization.id, id, createdAt: at, updatedAt: at };
  await refusedBy(queries(tx).insertInto('project').values(row).execute(), REFUSALS);
  return id;
}

/** Changes the named fields and counts the version up. */
export async function updateProject(ctx: RequestContext, tx: Tx, projectId: string, fields: ProjectFields) {
  const update = queries(tx)
    .updateTable('project')
    .set((row) => ({ ...fields, version: row('version', '+', 1), updatedAt: ctx.now.toISOString() }))
    .where('id', '=', projectId);
  await refusedBy(update.execute(), REFUSALS);
}
