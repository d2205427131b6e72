import { defineTool } from '@countersign/contracts/define-tool';
import { whoeverIsPermitted } from '@countersign/contracts/policy';
import { z } from 'zod';
import { principalOf, readProposal } from '../proposal-store.ts';
import { ToldProposal, toldProposal } from '../told-proposal.ts';

export const getProposal = defineTool({
  name: 'get_proposal',
  title: 'Get proposal',
  summary:
    'What became of a change that waits for a person’s signature, with its result once it was signed. People take their time: look when asked, not in a loop.',
  module: 'oversight',
  effect: 'read',
  input: z.strictObject({ proposalId: z.uuid().describe('From the answer that said it waits, or list_proposals.') }),
  output: ToldProposal,
  examples: [],
})
  .allow(whoeverIsPermitted)
  .handle(async (ctx, { proposalId }, tx) => toldProposal(ctx, await readProposal(tx, proposalId, principalOf(ctx))));
