import { defineTool } from '@countersign/contracts/define-tool';
import { whoeverIsPermitted } from '@countersign/contracts/policy';
import { z } from 'zod';
import { requireIssue } from '../issue-store.ts';
import { readableKinds } from '../rules.ts';
import { IssueDetail } from '../schemas.ts';

export const getIssue = defineTool({
  name: 'get_issue',
  title: 'Get issue',
  summary: 'One issue with its evidence: the facts of the last look, and what a member said of it.',
  module: 'signals',
  effect: 'read',
  input: z.strictObject({ issueId: z.uuid().describe('From list_issues.') }),
  output: IssueDetail,
  examples: [{ issueId: '$issueId' }],
})
  .allow(whoeverIsPermitted)
  .handle((ctx, { issueId }, tx) => requireIssue(tx, issueId, readableKinds(ctx)));
