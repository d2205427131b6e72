import { AppError } from '@countersign/contracts/errors';
import type { RequestContext, Tx } from '@countersign/contracts/request-context';
import { requireProject } from '../projects/index.ts';

export interface Place {
  readonly teamId?: string | null | undefined;
  readonly projectId?: string | null | undefined;
}

/**
 * The team a record goes to: the one named, else its project's, else the connection's. Throws `not_found` for a project this
 * connection cannot see, and `invalid_input` for a team that is not the project's: the record would leave its project's view.
 * Does not check that the team exists: the foreign key does.
 */
export async function teamFor(ctx: RequestContext, tx: Tx, { teamId, projectId }: Place): Promise<string | null> {
  if (!projectId) return teamId === undefined ? (ctx.team?.id ?? null) : teamId;
  const project = await requireProject(tx, projectId);
  if (teamId === undefined || teamId === project.teamId) return project.teamId;
  throw new AppError(
    'invalid_input',
    'teamId: the project belongs to another team. Leave teamId out to use the project’s.',
    {
      fields: [{ path: 'teamId', problem: 'not the project’s team' }],
    },
  );
}

/** The team a record has after a change of its place: as before when neither team nor project is named. */
export async function teamAfter(
  ctx: RequestContext,
  tx: Tx,
  before: { readonly teamId: string | null; readonly projectId: string | null },
  { teamId, projectId }: Place,
): Promise<string | null> {
  if (teamId === undefined && projectId === undefined) return before.teamId;
  if (teamId === undefined && projectId === null) return before.teamId;
  return teamFor(ctx, tx, { teamId, projectId: projectId === undefined ? before.projectId : projectId });
}
