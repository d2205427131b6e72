import { z } from 'zod';
import { Prose } from '../text.ts';
import { voidOutput } from '../voided.ts';

export const MINUTES_MAX = 1440;

export const TimeEntry = z.object({
  id: z.uuid(),
  teamId: z.uuid().nullable(),
  memberId: z.uuid().nullable(),
  memberName: z.string().nullable().describe('Null when the person has left.'),
  customerId: z.uuid().nullable(),
  customerName: z.string().nullable(),
  projectId: z.uuid().nullable(),
  projectName: z.string().nullable(),
  taskId: z.uuid().nullable(),
  taskTitle: z.string().nullable(),
  description: z.string(),
  workedOn: z.iso.date(),
  startedAt: z.iso.datetime().nullable().describe('Of a timer; null for time logged afterwards.'),
  running: z.boolean(),
  minutes: z.int().nullable().describe('Null while the timer runs.'),
  billable: z.boolean(),
  rateMinor: z.int().nullable().describe('For an hour, before VAT; null when no rate is known.'),
  currency: z.string(),
  invoiceId: z.uuid().nullable().describe('The invoice or draft that bills it; then it cannot be changed.'),
  ...voidOutput,
  version: z.int(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});
export type TimeEntry = z.infer<typeof TimeEntry>;

/** What work can be for: a task says its project, a project its customer. */
export const workFields = {
  taskId: z.uuid().optional().describe('From list_tasks; says the project too.'),
  projectId: z.uuid().optional().describe('From list_projects; says the customer too.'),
  customerId: z.uuid().optional().describe('From list_customers, for work without a project.'),
  teamId: z.uuid().optional().describe('From list_teams; by default the project’s, else the connection’s.'),
  description: Prose(500).optional().describe('What was done; shown on no invoice.'),
  billable: z.boolean().optional().describe('By default true when there is a customer.'),
  rateMinor: z
    .int()
    .min(0)
    .max(100_000_000_000)

    .optional()
    .describe('For an hour, before VAT; by default the project’s, else the organization’s.'),
};

export const memberId = z
  .uuid()
  .optional()
  .describe('From list_members; by default yourself. Admins may name others, API keys have to name somebody.');
export const Minutes = z.int().min(1).max(MINUTES_MAX).describe('At most a day: 1440.');
