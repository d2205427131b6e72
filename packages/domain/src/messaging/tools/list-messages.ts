import { defineTool } from '@countersign/contracts/define-tool';
import { pageInput, pageOutput } from '@countersign/contracts/pagination';
import { whoeverIsPermitted } from '@countersign/contracts/policy';
import { z } from 'zod';
import { dayAfter } from '../../calendar.ts';
import { DateRange, daysOf } from '../../date-range.ts';
import { companyProfile, organizationToday } from '../../directory/index.ts';
import { Line } from '../../text.ts';
import { instantOf } from '../../zone-clock.ts';
import { Message, Sender } from '../schemas.ts';
import * as store from '../store.ts';

export const listMessages = defineTool({
  name: 'list_messages',
  title: 'List messages',
  summary: 'The thread with the organization’s bookkeeper, newest first. Use it to see what was asked and answered.',
  module: 'messaging',
  effect: 'read',
  input: z.strictObject({
    sender: Sender.optional(),
    text: Line(100).optional().describe('Part of the message, in any case.'),
    range: DateRange.optional().describe('When it was sent.'),
    ...pageInput,
  }),
  output: pageOutput(Message),
  examples: [{}, { sender: 'bookkeeper', limit: 5 }],
})
  .allow(whoeverIsPermitted)
  .handle(async (ctx, { range, ...filter }, tx) => {
    if (range === undefined) return store.listMessages(tx, filter);
    const { timeZone } = await companyProfile(ctx, tx);
    const { from, to } = daysOf(range, await organizationToday(ctx, tx));
    const midnight = (day: string) => instantOf(`${day}T00:00`, timeZone);
    return store.listMessages(tx, { ...filter, from: midnight(from), before: midnight(dayAfter(to, 1)) });
  });
