import { defineTool } from '@countersign/contracts/define-tool';
import { inTeam } from '@countersign/contracts/policy';
import { z } from 'zod';
import { companyProfile } from '../../directory/index.ts';
import { Line, Prose } from '../../text.ts';
import { TimeZone } from '../../zone-clock.ts';
import { eventDetail } from '../event-detail.ts';
import { insertEvent } from '../event-store.ts';
import { resolveTimes } from '../event-times.ts';
import { requireFirstOccurrence } from '../occurrences.ts';
import { teamOf } from '../placement.ts';
import { parseRecurrence } from '../recurrence.ts';
import { EventDetail, eventTimes, Recurrence } from '../schemas.ts';

export const createEvent = defineTool({
  name: 'create_event',
  title: 'Create event',
  summary: 'Put an event into the calendar, timed or all-day, once or repeating. Needs a title and a start.',
  module: 'schedule',
  effect: 'create',
  input: z.strictObject({
    title: Line(),
    ...eventTimes,
    timeZone: TimeZone.optional().describe('IANA name such as Europe/Helsinki; the organization’s own unless said.'),
    recurrence: Recurrence,
    description: Prose().optional(),
    location: Line().optional(),
    teamId: z
      .uuid()

      .optional()
      .describe('Whose calendar; the project’s team or the connection’s unless said.'),
    projectId: z.uuid().optional().describe('From list_projects.'),
  }),
  output: EventDetail,
  examples: [
    { title: 'Office closed', startsOn: '2027-06-25' },
    {
      title: 'Weekly planning',
      startsAt: '2027-01-04T09:30',
      endsAt: '2027-01-04T10:00',
      timeZone: 'Europe/Helsinki',
      recurrence: 'FREQ=WEEKLY;BYDAY=MO',
    },
  ],
})
  .allow(inTeam((input) => input.teamId))
  .handle(async (ctx, { startsAt, endsAt, startsOn, endsOn, ...said }, tx) => {
    const timeZone = said.timeZone ?? (await companyProfile(ctx, tx)).timeZone;
    const times = resolveTimes({ startsAt, endsAt, startsOn, endsOn }, timeZone);
    const recurrence = said.recurrence ? parseRecurrence(said.recurrence) : null;
    if (recurrence !== null) requireFirstOccurrence({ ...times, recurrence });
    const teamId = await teamOf(ctx, tx, said);
    const eventId = await insertEvent(ctx, tx, { ...said, ...times, recurrence, teamId });
    return eventDetail(ctx, tx, eventId);
  });
