import { defineTool } from '@countersign/contracts/define-tool';
import { pageInput, pageOutput } from '@countersign/contracts/pagination';
import { whoeverIsPermitted } from '@countersign/contracts/policy';
import { z } from 'zod';
import { listProposals as list, principalOf } from '../proposal-store.ts';
import { ToldProposal, toldProposal } from '../told-proposal.ts';

export const listProposals = defineTool({
  name: 'list_proposals',
  title: 'List proposals',
  summary: 'Changes of this connection or key that wait for a person’s signature, or were decided. Newest first.',
  module: 'oversight',
  effect: 'read',
  input: z.strictObject({
    state: z.enum(['pending', 'executed', 'declined', 'withdrawn', 'lapsed']).optional(),
    ...pageInput,
  }),
  output: pageOutput(ToldProposal),
  examples: [{}, { state: 'pending' }],
})
  .allow(whoeverIsPermitted)
  .handle(async (ctx, filter, tx) => {
    const page = await list(tx, { ...filter, principalId: principalOf(ctx) });
    return { ...page, items: page.items.map((row) => toldProposal(ctx, row)) };
  });
