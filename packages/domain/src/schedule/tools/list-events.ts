import { defineTool } from '@countersign/contracts/define-tool';
import { pageInput, pageOutput } from '@countersign/contracts/pagination';
import { inTeam } from '@countersign/contracts/policy';
import { z } from 'zod';
import { dayAfter } from '../../calendar.ts';
import { DateRange, daysAsked } from '../../date-range.ts';
import { Day } from '../../day.ts';
import { organizationToday } from '../../directory/index.ts';
import { SearchText } from '../../text.ts';
import { voidFilter } from '../../voided.ts';
import * as store from '../event-store.ts';
import { viewEvent } from '../event-view.ts';
import { listOccurrences } from '../list-occurrences.ts';
import { EventRecord } from '../schemas.ts';

/** How far an open range reaches: a person who says only where it begins means the time that follows. */
const OPEN_RANGE_DAYS = 31;

export const listEvents = defineTool({
  name: 'list_events',
  title: 'List events',
  summary:
    'Calendar events. With a range or dates: all that happens then, each repetition by itself. Without: every event once.',
  module: 'schedule',
  effect: 'read',
  input: z.strictObject({
    range: DateRange.optional(),
    from: Day.optional().describe('First day, instead of range.'),
    to: Day.optional().describe('Last day, inside; at most 366 days after from.'),
    teamId: z.uuid().optional(),
    projectId: z.uuid().optional(),
    text: SearchText.optional(),
    ...voidFilter,
    ...pageInput,
  }),
  output: pageOutput(EventRecord),
  examples: [{ range: 'this_week' }, { from: '2027-01-01', to: '2027-01-31', limit: 100 }, { text: 'review' }],
})
  .allow(inTeam((input) => input.teamId))
  .handle(async (ctx, { range, from, to, ...filter }, tx) => {
    const asked = daysAsked({ range, from, to }, await organizationToday(ctx, tx));
    const first = asked.from ?? (asked.to && dayAfter(asked.to, 1 - OPEN_RANGE_DAYS));
    if (first === undefined) {
      const { items, nextCursor } = await store.listEvents(tx, filter);
      return { items: items.map((event) => viewEvent(event)), nextCursor };
    }
    const last = asked.to ?? dayAfter(first, OPEN_RANGE_DAYS - 1);
    return listOccurrences(tx, { ...filter, days: { from: first, to: last } });
  });
