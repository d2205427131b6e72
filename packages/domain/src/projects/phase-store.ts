import { AppError, notFound } from '@countersign/contracts/errors';
import type { RequestContext, Tx } from '@countersign/contracts/request-context';
import { queries } from '@countersign/db/tenancy/in-org';
import { newId } from '@countersign/runtime/ids';
import { sql } from 'kysely';
import { refusedBy } from '../violated-constraint.ts';
import type { PlannedPhase } from './schemas.ts';

const REFUSALS = {
  task_organization_id_project_id_phase_id_fkey: (cause: unknown) =>
    new AppError(
      'conflict',
      'A phase that still has tasks cannot be left out. Move its tasks to another phase first.',
      {
        cause,
      },
    ),
};

/**
 * Makes `phases` the whole plan of a project, in their order: those with an id are kept and changed, those without are added,
 * and those left out are removed, unless they still have tasks. The caller holds the project's row.
 */
export async function replacePhases(ctx: RequestContext, tx: Tx, projectId: string, phases: readonly PlannedPhase[]) {
  const db = queries(tx);
  const before = await db.selectFrom('projectPhase').select('id').where('projectId', '=', projectId).execute();
  const known = new Set(before.map((phase) => phase.id));
  const kept = phases.flatMap((phase) => (phase.id === undefined ? [] : [phase.id]));
  if (!kept.every((id) => known.has(id))) throw notFound('phase');
  await refusedBy(
    db
      .deleteFrom('projectPhase')
      .where('projectId', '=', projectId)
      .where('id', '!=', sql<string>`all(${kept}::uuid[])`)
      .execute(),
    REFUSALS,
  );
  for (const [position, phase] of phases.entries()) {
    const row = { name: phase.name, startsOn: phase.startsOn, dueOn: phase.dueOn, position };
    if (phase.id === undefined) {
      const key = { organizationId: ctx.organization.id, id: newId(), projectId };
      await db
        .insertInto('projectPhase')
        .values({ ...row, ...key, createdAt: ctx.now.toISOString() })
        .execute();
    } else {
      await db.updateTable('projectPhase').set(row).where('id', '=', phase.id).execute();
    }
  }
}
