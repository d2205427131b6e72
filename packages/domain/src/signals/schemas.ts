import { z } from 'zod';

export const SignalKind = z.enum([
  'budget_consumed',
  'connection_unhealthy',
  'invoice_overdue',
  'letter_refused',
  'shift_conflict',
  'task_overdue',
  'unbilled_time',
]);
export type SignalKind = z.infer<typeof SignalKind>;

export const Severity = z.enum(['low', 'medium', 'high']);
export type Severity = z.infer<typeof Severity>;

export const IssueStatus = z.enum(['open', 'acknowledged', 'dismissed', 'resolved']);
export type IssueStatus = z.infer<typeof IssueStatus>;

export const Signal = z.object({
  kind: SignalKind,
  title: z.string(),
  summary: z.string(),
  enabled: z.boolean(),
  matchCount: z.int().describe('Issues of it that are not resolved.'),
  evaluatedAt: z.iso.datetime().nullable().describe('Null until the first look.'),
});
export type Signal = z.infer<typeof Signal>;

export const Issue = z.object({
  id: z.uuid(),
  kind: SignalKind,
  title: z.string(),
  severity: Severity,
  status: IssueStatus,
  recordKind: z.string(),
  recordId: z.uuid(),
  teamId: z.uuid().nullable(),
  openedAt: z.iso.datetime(),
  resolvedAt: z.iso.datetime().nullable(),
  version: z.int(),
  updatedAt: z.iso.datetime(),
});
export type Issue = z.infer<typeof Issue>;

export const IssueDetail = Issue.extend({
  evidence: z
    .record(z.string(), z.union([z.string(), z.number(), z.null()]))
    .describe('The facts of the last look, by name.'),
  note: z.string().describe('What a member said of it.'),
});
export type IssueDetail = z.infer<typeof IssueDetail>;

const Figure = z.object({
  key: z.string(),
  module: z.string(),
  unit: z.string().describe('count, minutes, or the currency whose minor unit it counts.'),
  value: z.int(),
  previous: z.int().describe('Of the week before.'),
});
export type Figure = z.infer<typeof Figure>;

export const Insight = z.object({
  id: z.uuid(),
  from: z.iso.date(),
  to: z.iso.date(),
  figures: z.array(Figure),
  createdAt: z.iso.datetime(),
});
export type Insight = z.infer<typeof Insight>;
