import type { Module } from '@countersign/contracts/define-tool';
import { composeInsight } from './jobs/compose-insight.ts';
import { evaluateSignals } from './jobs/evaluate-signals.ts';
import { getIssue } from './tools/get-issue.ts';
import { listInsights } from './tools/list-insights.ts';
import { listIssues } from './tools/list-issues.ts';
import { listSignals } from './tools/list-signals.ts';
import { setIssueStatus } from './tools/set-issue-status.ts';

/** What the organization watches for, so that somebody hears of it before it costs something. */
export const signals: Module = {
  name: 'signals',
  title: 'Signals',
  area: 'general',
  tools: [listSignals, listIssues, getIssue, setIssueStatus, listInsights],
  jobs: [evaluateSignals, composeInsight],
};
