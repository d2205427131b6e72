import { AppError } from '@countersign/contracts/errors';
import { refuseBackwards } from '../day.ts';
import type { PlannedPhase, ProjectStatus } from './schemas.ts';

/** Where a project can go from where it is. Done work can be taken up again; nothing goes back to being only planned. */
const NEXT: Readonly<Record<ProjectStatus, readonly ProjectStatus[]>> = {
  planned: ['active', 'on_hold'],
  active: ['on_hold', 'done'],
  on_hold: ['active', 'done'],
  done: ['active'],
};

/** Throws `conflict` naming the legal next statuses. Staying where it is counts as legal. */
export function refuseIllegalTransition(from: ProjectStatus, to: ProjectStatus): void {
  if (from === to || NEXT[from].includes(to)) return;
  throw new AppError('conflict', `A project that is ${from} can become ${NEXT[from].join(' or ')}, not ${to}.`, {
    currentStatus: from,
    legalStatuses: NEXT[from],
  });
}

/** Throws `conflict` for a project that has been put away. */
export function refuseArchived(project: { readonly archivedAt: string | null }): void {
  if (project.archivedAt === null) return;
  throw new AppError('conflict', 'The project is archived. Take it back with archive_project, archived: false.');
}

/** Throws `invalid_input` naming the first phase that would end before it starts. */
export function refuseBackwardsPhases(phases: readonly PlannedPhase[]): void {
  for (const [index, phase] of phases.entries()) refuseBackwards(phase.startsOn, phase.dueOn, `phases.${index}.dueOn`);
}

/** An assignment says whom it is to, or that it is to nobody. */
export function missingAssignee(): AppError {
  return new AppError(
    'invalid_input',
    'assigneeId: is required. Name a member from list_members, or send clear: ["assigneeId"] for nobody.',
    { fields: [{ path: 'assigneeId', problem: 'is required' }] },
  );
}
