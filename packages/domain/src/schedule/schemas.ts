import { z } from 'zod';
import { Day } from '../day.ts';
import { voidOutput } from '../voided.ts';
import { ZonedTime } from '../zoned-time.ts';

const instant = z.iso.datetime({ offset: true });

export const EventRecord = z.object({
  id: z.uuid(),
  title: z.string(),
  description: z.string(),
  location: z.string(),
  teamId: z.uuid().nullable(),
  teamName: z.string().nullable(),
  projectId: z.uuid().nullable(),
  projectName: z.string().nullable(),
  allDay: z.boolean(),
  startsOn: z.iso.date().describe('First day; of a timed event the day in its zone.'),
  endsOn: z.iso.date().describe('Last day, inside.'),
  startsAt: instant.nullable().describe('Null for an all-day event.'),
  endsAt: instant.nullable(),
  timeZone: z.string(),
  recurrence: z.string().nullable().describe('RFC 5545 RRULE.'),
  ...voidOutput,
  version: z.int(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});
export type EventRecord = z.infer<typeof EventRecord>;

export const EventDetail = EventRecord.extend({
  nextOccurrences: z
    .array(EventRecord.pick({ startsOn: true, endsOn: true, startsAt: true, endsAt: true }))
    .describe('The next five within a year from today.'),
});

/** When an event is, as callers say it: days for an all-day event, times for a timed one. */
export const eventTimes = {
  startsAt: ZonedTime.optional().describe(
    'Start of a timed event, ISO 8601 with an offset, or without one for clock time in timeZone.',
  ),
  endsAt: ZonedTime.optional().describe('One hour after the start unless said.'),
  startsOn: Day.optional().describe('First day of an all-day event, YYYY-MM-DD, instead of startsAt.'),
  endsOn: Day.optional().describe('Last day of an all-day event, inside; the first unless said.'),
};

export const Recurrence = z
  .string()
  .max(300)

  .optional()
  .describe('RFC 5545 RRULE such as FREQ=WEEKLY;BYDAY=MO,TH;UNTIL=20270630. The start must be its first occurrence.');

export const Shift = z.object({
  id: z.uuid(),
  title: z.string(),
  note: z.string(),
  teamId: z.uuid().nullable(),
  teamName: z.string().nullable(),
  projectId: z.uuid().nullable(),
  projectName: z.string().nullable(),
  assigneeId: z.uuid().nullable().describe('Null while the shift is open.'),
  assigneeName: z.string().nullable(),
  startsAt: instant,
  endsAt: instant,
  timeZone: z.string(),
  ...voidOutput,
  version: z.int(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});
export type Shift = z.infer<typeof Shift>;
