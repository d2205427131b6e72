import { defineTool } from '@countersign/contracts/define-tool';
import { pageInput, pageOutput } from '@countersign/contracts/pagination';
import { whoeverIsPermitted } from '@countersign/contracts/policy';
import { z } from 'zod';
import * as store from '../issue-store.ts';
import { readableKinds } from '../rules.ts';
import { Issue, IssueStatus, Severity, SignalKind } from '../schemas.ts';

export const listIssues = defineTool({
  name: 'list_issues',
  title: 'List issues',
  summary: 'What the signals found, newest first; by default what nobody has dismissed and is not resolved.',
  module: 'signals',
  effect: 'read',
  input: z.strictObject({
    kind: z.array(SignalKind).min(1).max(20).optional().describe('Any of these; all when absent.'),
    status: z.array(IssueStatus).min(1).max(10).default(['open', 'acknowledged']),
    severity: z.array(Severity).min(1).max(10).optional(),
    recordId: z.uuid().optional().describe('Only what is about this record.'),
    ...pageInput,
  }),
  output: pageOutput(Issue),
  examples: [{}, { kind: ['invoice_overdue'], severity: ['high'] }, { status: ['resolved'], limit: 10 }],
})
  .allow(whoeverIsPermitted)
  .handle((ctx, { kind, ...filter }, tx) => {
    const kinds = readableKinds(ctx).filter((readable) => kind === undefined || kind.includes(readable));
    return store.listIssues(tx, { ...filter, kinds });
  });
