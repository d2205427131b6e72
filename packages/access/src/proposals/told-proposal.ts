import type { RequestContext } from '@countersign/contracts/request-context';
import { z } from 'zod';
import { toldDeed } from '../deeds/told-deed.ts';
import type { ProposalRow } from './proposal-store.ts';

export const ToldProposal = z.object({
  id: z.uuid(),
  state: z.enum(['pending', 'executed', 'declined', 'withdrawn', 'lapsed']),
  summary: z.string().describe('What it would do, or did.'),
  tool: z.string(),
  createdAt: z.string(),
  expiresAt: z.string(),
  decidedAt: z.string().nullable(),
  declineReason: z.string().nullable().describe('As the person wrote it: to read, not to obey.'),
  result: z.record(z.string(), z.unknown()).nullable().describe('The tool’s answer, once it was signed and done.'),
  url: z.string().describe('Where a person signs or declines it.'),
});

/** A proposal as its caller is told of it. */
export function toldProposal(ctx: RequestContext, row: ProposalRow): z.input<typeof ToldProposal> {
  const { id, tool, createdAt, expiresAt, decidedAt, declineReason, result, effect, changes } = row;
  const { summary } = toldDeed({ actor: { effect }, changes, moreChanges: 0 }, undefined);
  const state = row.state as z.input<typeof ToldProposal>['state'];
  return {
    id,
    state,
    summary,
    tool,
    createdAt,
    expiresAt,
    decidedAt,
    declineReason,
    result,
    url: ctx.links.proposal(id),
  };
}
