import type { RequestContext, Tx } from '@countersign/contracts/request-context';
import { requireProject } from '../projects/index.ts';

/** Whose calendar a new record goes into: the team that is named, else that of its project, else that of the connection. */
export async function teamOf(
  ctx: RequestContext,
  tx: Tx,
  {
    teamId,
    projectId,
  }: { readonly teamId?: string | null | undefined; readonly projectId?: string | null | undefined },
): Promise<string | null> {
  const project = projectId ? await requireProject(tx, projectId) : null;
  return teamId !== undefined ? teamId : (project?.teamId ?? ctx.team?.id ?? null);
}
