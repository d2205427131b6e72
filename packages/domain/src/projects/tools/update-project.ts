import { defineTool } from '@countersign/contracts/define-tool';
import { inTeam } from '@countersign/contracts/policy';
import { z } from 'zod';
import { refuseBackwards } from '../../day.ts';
import { ExpectedVersion, refuseStale } from '../../stale-version.ts';
import { Line, Prose } from '../../text.ts';
import { requireAssignable } from '../assignee-store.ts';
import { replacePhases } from '../phase-store.ts';
import { refuseArchived, refuseBackwardsPhases } from '../rules.ts';
import { DueOn, HourlyRateMinor, PHASES_MAX, PlannedPhase, ProjectDetail, StartsOn } from '../schemas.ts';
import { lockProject, requireProjectDetail, updateProject as update } from '../store.ts';

export const updateProject = defineTool({
  name: 'update_project',
  title: 'Update project',
  summary:
    'Change a project; what is not named stays. Its time, documents and calendar go with it to a new team, unbilled time to a new customer; what is booked or billed stays with its customer.',
  module: 'projects',
  effect: 'update',
  idempotent: true,
  input: z.strictObject({
    projectId: z.uuid().describe('From list_projects.'),
    name: Line().optional(),
    description: Prose().optional(),
    teamId: z.uuid().optional().describe('From list_teams; cleared, the whole organization’s.'),
    customerId: z.uuid().optional(),
    leadId: z.uuid().optional().describe('The member who answers for it, from list_members.'),
    startsOn: StartsOn,
    dueOn: DueOn,
    hourlyRateMinor: HourlyRateMinor,
    phases: z
      .array(PlannedPhase)
      .max(PHASES_MAX)
      .optional()
      .describe('The whole plan in its order. A phase left out is removed, which needs it to have no tasks.'),
    expectedVersion: ExpectedVersion,
  }),
  clearable: {
    description: '',
    teamId: null,
    customerId: null,
    leadId: null,
    startsOn: null,
    dueOn: null,
    hourlyRateMinor: null,
  },
  output: ProjectDetail,
  examples: [{ projectId: '$projectId', description: 'Second round agreed with the customer.', dueOn: '2031-06-30' }],
})
  .allow(inTeam((input) => input.teamId))
  .handle(async (ctx, { projectId, expectedVersion, phases, ...fields }, tx) => {
    const before = await lockProject(tx, projectId);
    refuseStale(before, expectedVersion);
    refuseArchived(before);
    const { teamId = before.teamId, startsOn = before.startsOn, dueOn = before.dueOn } = fields;
    refuseBackwards(startsOn, dueOn, 'dueOn');
    if (fields.leadId) await requireAssignable(tx, fields.leadId, teamId, 'leadId');
    await update(ctx, tx, projectId, fields);
    if (phases) {
      refuseBackwardsPhases(phases);
      await replacePhases(ctx, tx, projectId, phases);
    }
    return requireProjectDetail(tx, projectId);
  });
