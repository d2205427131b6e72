import { defineTool } from '@countersign/contracts/define-tool';
import { AppError } from '@countersign/contracts/errors';
import { whoeverIsPermitted } from '@countersign/contracts/policy';
import { z } from 'zod';
import { principalOf, readProposal, withdrawProposal as withdraw } from '../proposal-store.ts';
import { ToldProposal, toldProposal } from '../told-proposal.ts';

export const withdrawProposal = defineTool({
  name: 'withdraw_proposal',
  title: 'Withdraw proposal',
  summary: 'Take back a change that waits for a signature, so that nobody is asked for it any more.',
  module: 'oversight',
  effect: 'update',
  input: z.strictObject({ proposalId: z.uuid().describe('From list_proposals.') }),
  output: ToldProposal,
  examples: [],
  idempotent: true,
  did: 'Withdrew',
})
  .allow(whoeverIsPermitted)
  .handle(async (ctx, { proposalId }, tx) => {
    const state = await withdraw(ctx, tx, proposalId);
    if (state !== 'withdrawn') {
      throw new AppError('conflict', `It was ${state} already. get_proposal says more.`, { proposalId, state });
    }
    return toldProposal(ctx, await readProposal(tx, proposalId, principalOf(ctx)));
  });
