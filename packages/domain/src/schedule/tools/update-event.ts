import { defineTool } from '@countersign/contracts/define-tool';
import { inTeam } from '@countersign/contracts/policy';
import { z } from 'zod';
import { requireProject } from '../../projects/index.ts';
import { ExpectedVersion, refuseStale } from '../../stale-version.ts';
import { Line, Prose } from '../../text.ts';
import { voidFields, voidInput } from '../../voided.ts';
import { TimeZone } from '../../zone-clock.ts';
import { eventDetail } from '../event-detail.ts';
import { lockEvent, updateEvent as update } from '../event-store.ts';
import { resolveTimes } from '../event-times.ts';
import { requireFirstOccurrence } from '../occurrences.ts';
import { parseRecurrence } from '../recurrence.ts';
import { EventDetail, eventTimes, Recurrence } from '../schemas.ts';

export const updateEvent = defineTool({
  name: 'update_event',
  title: 'Update event',
  summary:
    'Move, change or void a calendar event; of a repeating one, the whole series. Moving only the start keeps its length.',
  module: 'schedule',
  effect: 'update',
  idempotent: true,
  input: z.strictObject({
    eventId: z.uuid().describe('From list_events.'),
    title: Line().optional(),
    ...eventTimes,
    timeZone: TimeZone.optional(),
    recurrence: Recurrence,
    description: Prose().optional(),
    location: Line().optional(),
    teamId: z.uuid().optional().describe('From list_teams; cleared, in the whole organization’s calendar.'),
    projectId: z.uuid().optional(),
    ...voidInput,
    expectedVersion: ExpectedVersion,
  }),
  clearable: { recurrence: null, teamId: null, projectId: null, description: '', location: '' },
  output: EventDetail,
  examples: [{ eventId: '$eventId', location: 'Harbour room', description: 'Bring the printed proofs.' }],
})
  .allow(inTeam((input) => input.teamId))
  .handle(
    async (ctx, { eventId, expectedVersion, startsAt, endsAt, startsOn, endsOn, voided, voidReason, ...said }, tx) => {
      const before = await lockEvent(tx, eventId);
      refuseStale(before, expectedVersion);
      const voidance = voidFields(ctx, before, { voided, voidReason }, { startsAt, endsAt, startsOn, endsOn, ...said });
      const times = resolveTimes({ startsAt, endsAt, startsOn, endsOn }, said.timeZone ?? before.timeZone, before);
      const recurrence = said.recurrence ? parseRecurrence(said.recurrence) : said.recurrence;
      const rule = recurrence === undefined ? before.recurrence : recurrence;
      if (rule !== null) requireFirstOccurrence({ ...times, recurrence: rule });
      if (said.projectId) await requireProject(tx, said.projectId);
      const { startsOn: firstDay, endsOn: lastDay, startsAt: start, endsAt: end, timeZone } = times;
      const resolved = { startsOn: firstDay, endsOn: lastDay, startsAt: start, endsAt: end, timeZone };
      await update(ctx, tx, eventId, { ...said, ...resolved, ...voidance, recurrence });
      return eventDetail(ctx, tx, eventId);
    },
  );
