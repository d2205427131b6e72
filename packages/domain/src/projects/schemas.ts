import { z } from 'zod';
import { Day } from '../day.ts';
import { Line } from '../text.ts';

export const ProjectStatus = z.enum(['planned', 'active', 'on_hold', 'done']);
export type ProjectStatus = z.infer<typeof ProjectStatus>;

const optionalDay = Day.optional();

export const StartsOn = optionalDay.describe('First day, YYYY-MM-DD.');
export const DueOn = optionalDay.describe('Last day, YYYY-MM-DD.');

export const HourlyRateMinor = z
  .int()
  .min(0)
  .max(100_000_000_000)

  .optional()
  .describe('Of billable work, before VAT, in the base currency; without it the organization’s own rate.');

/** A phase of a new project. */
export const NewPhase = z.strictObject({ name: Line(), startsOn: StartsOn, dueOn: DueOn });
export type NewPhase = z.infer<typeof NewPhase>;

/** A phase in a changed plan: with an id it is one of the project's own, without it is new. */
export const PlannedPhase = NewPhase.extend({
  id: z.uuid().optional().describe('Of a phase to keep; absent for a new one.'),
});
export type PlannedPhase = z.infer<typeof PlannedPhase>;

export const PHASES_MAX = 50;

export const Project = z.object({
  id: z.uuid(),
  name: z.string(),
  description: z.string(),
  status: ProjectStatus,
  teamId: z.uuid().nullable(),
  teamName: z.string().nullable(),
  customerId: z.uuid().nullable(),
  customerName: z.string().nullable(),
  leadId: z.uuid().nullable(),
  leadName: z.string().nullable(),
  startsOn: z.iso.date().nullable(),
  dueOn: z.iso.date().nullable(),
  hourlyRateMinor: z.int().nullable(),
  archivedAt: z.iso.datetime().nullable(),
  version: z.int(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});
export type Project = z.infer<typeof Project>;

export const Phase = z.object({
  id: z.uuid(),
  name: z.string(),
  startsOn: z.iso.date().nullable(),
  dueOn: z.iso.date().nullable(),
});
export type Phase = z.infer<typeof Phase>;

/** A project with its plan and how far its tasks are. */
export const ProjectDetail = Project.extend({
  phases: z.array(Phase),
  taskCounts: z.object({ todo: z.int(), doing: z.int(), blocked: z.int(), done: z.int() }),
});
export type ProjectDetail = z.infer<typeof ProjectDetail>;

/** A task as it stands in its project's structure. */
export const TaskInStructure = z.object({
  id: z.uuid(),
  title: z.string(),
  status: z.string(),
  assigneeName: z.string().nullable(),
  dueOn: z.iso.date().nullable(),
});
