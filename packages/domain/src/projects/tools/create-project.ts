import { defineTool } from '@countersign/contracts/define-tool';
import { inTeam } from '@countersign/contracts/policy';
import { z } from 'zod';
import { refuseBackwards } from '../../day.ts';
import { Line, Prose } from '../../text.ts';
import { requireAssignable } from '../assignee-store.ts';
import { replacePhases } from '../phase-store.ts';
import { refuseBackwardsPhases } from '../rules.ts';
import { DueOn, HourlyRateMinor, NewPhase, PHASES_MAX, ProjectDetail, StartsOn } from '../schemas.ts';
import { insertProject, requireProjectDetail } from '../store.ts';

export const createProject = defineTool({
  name: 'create_project',
  title: 'Create project',
  summary: 'Start a project. Only a name is needed; the rest can follow with update_project.',
  module: 'projects',
  effect: 'create',
  input: z.strictObject({
    name: Line(),
    description: Prose().optional(),
    teamId: z
      .uuid()

      .optional()
      .describe('The team that does it. A connection narrowed to a team uses that one.'),
    customerId: z.uuid().optional().describe('From list_customers.'),
    leadId: z.uuid().optional().describe('The member who answers for it, from list_members.'),
    status: z.enum(['planned', 'active']).default('planned'),
    startsOn: StartsOn,
    dueOn: DueOn,
    hourlyRateMinor: HourlyRateMinor,
    phases: z.array(NewPhase).max(PHASES_MAX).optional().describe('In their order.'),
  }),
  output: ProjectDetail,
  examples: [
    { name: 'Spring campaign' },
    {
      name: 'Annual report',
      customerId: '$customerId',
      status: 'active',
      startsOn: '2027-01-11',
      dueOn: '2027-03-31',
      phases: [{ name: 'Concept' }, { name: 'Layout', dueOn: '2027-03-12' }],
    },
  ],
})
  .allow(inTeam((input) => input.teamId))
  .handle(async (ctx, { phases = [], ...fields }, tx) => {
    const teamId = fields.teamId ?? ctx.team?.id ?? null;
    refuseBackwards(fields.startsOn, fields.dueOn, 'dueOn');
    refuseBackwardsPhases(phases);
    if (fields.leadId) await requireAssignable(tx, fields.leadId, teamId, 'leadId');
    const projectId = await insertProject(ctx, tx, { ...fields, teamId });
    await replacePhases(ctx, tx, projectId, phases);
    return requireProjectDetail(tx, projectId);
  });
