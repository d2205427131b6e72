import { AppError } from '@countersign/contracts/errors';
import type { RequestContext, Tx } from '@countersign/contracts/request-context';
import { activeCustomer, companyProfile } from '../directory/index.ts';
import { requireAssignable, requireProject } from '../projects/index.ts';
import { requireTask } from '../tasks/index.ts';
import { refuseVoided } from '../voided.ts';
import { refuseUnbillable } from './rules.ts';

export interface Work {
  readonly taskId?: string | null | undefined;
  readonly projectId?: string | null | undefined;
  readonly customerId?: string | null | undefined;
  readonly teamId?: string | null | undefined;
  readonly billable?: boolean | undefined;
  readonly rateMinor?: number | null | undefined;
  /** Of work that is placed anew: whose it stays unless somebody is named or the project says so. */
  readonly formerCustomerId?: string | null | undefined;
}

/**
 * Where work belongs and what an hour of it costs: the task says the project, the project its customer, team and rate; work without a
 * project is `ownTeamId`’s unless a team is named. Throws
 * `not_found` for what this connection or this member cannot see, `invalid_input` when what is named does not fit together.
 */
export async function placeWork(
  ctx: RequestContext,
  tx: Tx,
  memberId: string | null,
  work: Work,
  ownTeamId = ctx.team?.id ?? null,
) {
  const task = work.taskId ? await requireTask(tx, work.taskId) : undefined;
  if (task) refuseVoided(task);
  const taskProjectId = task?.projectId;
  const projectId = taskProjectId ?? work.projectId ?? null;
  refuseOther('projectId', work.projectId, taskProjectId, 'the task is of another project');
  const project = projectId ? await requireProject(tx, projectId) : undefined;
  if (work.customerId && work.customerId !== project?.customerId) await activeCustomer(tx, work.customerId);
  if (project?.customerId) {
    refuseOther('customerId', work.customerId, project.customerId, 'the project is for another customer');
  }
  refuseOther('teamId', work.teamId, project?.teamId, 'the project belongs to another team');
  const own = work.customerId === undefined ? work.formerCustomerId : work.customerId;
  const customerId = project?.customerId ?? own ?? null;
  const teamId = project ? project.teamId : work.teamId === undefined ? ownTeamId : work.teamId;
  if (memberId !== null) await requireAssignable(tx, memberId, teamId, 'memberId');
  const profile = await companyProfile(ctx, tx);
  const billable = work.billable ?? customerId !== null;
  refuseUnbillable(billable, customerId);
  const known = project?.hourlyRateMinor ?? profile.hourlyRateMinor;
  return {
    taskId: work.taskId ?? null,
    projectId,
    customerId,
    teamId,
    billable,
    rateMinor: work.rateMinor === undefined ? known : work.rateMinor,
    currency: profile.baseCurrency,
  };
}

type Place = Pick<Work, 'taskId' | 'projectId' | 'customerId'>;

/**
 * What a change of place names, with what stays of the place there was; undefined when nothing is named. A task stays with its project
 * only. Does not check that it fits together: `placeWork` does.
 */
export function movedWork(
  before: { readonly taskId: string | null; readonly projectId: string | null; readonly customerId: string | null },
  { taskId, projectId, customerId }: Place,
): (Place & Pick<Work, 'formerCustomerId'>) | undefined {
  if ([taskId, projectId, customerId].every((id) => id === undefined)) return undefined;
  const formerCustomerId = before.customerId;
  if (taskId) return { taskId, projectId: projectId ?? undefined, customerId, formerCustomerId };
  const project = projectId === undefined ? before.projectId : projectId;
  const task = taskId === null || project !== before.projectId ? null : before.taskId;
  return { taskId: task, projectId: project, customerId, formerCustomerId };
}

/** What is named must be what follows from the rest; leaving it out is always right. */
function refuseOther(path: string, named: string | null | undefined, follows: string | null | undefined, why: string) {
  if (named === undefined || follows === undefined || named === follows) return;
  throw new AppError('invalid_input', `${path}: ${why}. Leave ${path} out.`, { fields: [{ path, problem: why }] });
}
