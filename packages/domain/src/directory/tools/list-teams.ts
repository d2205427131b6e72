import { defineTool } from '@countersign/contracts/define-tool';
import { pageInput, pageOutput } from '@countersign/contracts/pagination';
import { whoeverIsPermitted } from '@countersign/contracts/policy';
import { z } from 'zod';
import { listTeams as listStoredTeams } from '../organization-store.ts';
import { Team } from '../schemas.ts';

export const listTeams = defineTool({
  name: 'list_teams',
  title: 'List teams',
  summary: 'Teams of the organization; of a connection narrowed to one team, that one.',
  module: 'directory',
  effect: 'read',
  input: z.strictObject({ ...pageInput }),
  output: pageOutput(Team),
  examples: [{}],
})
  .allow(whoeverIsPermitted)
  .handle((ctx, input, tx) => listStoredTeams(tx, { ...input, onlyTeamId: ctx.team?.id ?? null }));
