import { defineTool } from '@countersign/contracts/define-tool';
import { pageInput, pageOutput } from '@countersign/contracts/pagination';
import { inTeam } from '@countersign/contracts/policy';
import { z } from 'zod';
import { SearchText } from '../../text.ts';
import { listMembers as listStoredMembers } from '../organization-store.ts';
import { Member } from '../schemas.ts';

export const listMembers = defineTool({
  name: 'list_members',
  title: 'List members',
  summary: 'People of the organization with role and teams. Use it to find who can be assigned or asked.',
  module: 'directory',
  effect: 'read',
  input: z.strictObject({
    text: SearchText.optional().describe('Part of the name or e-mail, in any case.'),
    teamId: z.uuid().optional().describe('Only those in this team; from list_teams.'),
    role: Member.shape.role.optional(),
    ...pageInput,
  }),
  output: pageOutput(Member),
  examples: [{}, { role: 'admin' }],
})
  .allow(inTeam((input) => input.teamId))
  .handle((ctx, input, tx) => listStoredMembers(tx, { ...input, onlyTeamId: ctx.team?.id ?? null }));
