import { defineTool } from '@countersign/contracts/define-tool';
import { whoeverIsPermitted } from '@countersign/contracts/policy';
import { z } from 'zod';
import { ExpectedVersion, refuseStale } from '../../stale-version.ts';
import { Prose } from '../../text.ts';
import { lockIssue, requireIssue, updateIssue } from '../issue-store.ts';
import { readableKinds, refuseResolved } from '../rules.ts';
import { IssueDetail, IssueStatus } from '../schemas.ts';

export const setIssueStatus = defineTool({
  name: 'set_issue_status',
  title: 'Set issue status',
  summary: 'Say that somebody looks after an issue, or that it is none. It is resolved when its cause is gone.',
  module: 'signals',
  effect: 'status',
  idempotent: true,
  input: z.strictObject({
    issueId: z.uuid().describe('From list_issues.'),
    status: IssueStatus.exclude(['resolved']),
    note: Prose(2000).optional().describe('Why, for whoever reads it next.'),
    expectedVersion: ExpectedVersion,
  }),
  output: IssueDetail,
  examples: [{ issueId: '$issueId', status: 'acknowledged', note: 'Called them; they pay on Friday.' }],
})
  .allow(whoeverIsPermitted)
  .handle(async (ctx, { issueId, expectedVersion, ...change }, tx) => {
    const kinds = readableKinds(ctx);
    const before = await lockIssue(tx, issueId, kinds);
    refuseStale(before, expectedVersion);
    refuseResolved(before);
    if (change.status !== before.status || change.note !== undefined) await updateIssue(tx, issueId, change, ctx.now);
    return requireIssue(tx, issueId, kinds);
  });
