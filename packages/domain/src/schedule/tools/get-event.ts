import { defineTool } from '@countersign/contracts/define-tool';
import { whoeverIsPermitted } from '@countersign/contracts/policy';
import { z } from 'zod';
import { eventDetail } from '../event-detail.ts';
import { EventDetail } from '../schemas.ts';

export const getEvent = defineTool({
  name: 'get_event',
  title: 'Get event',
  summary:
    'One calendar event whole, with its rule of repetition and its next five occurrences. Use it before changing one.',
  module: 'schedule',
  effect: 'read',
  input: z.strictObject({ eventId: z.uuid().describe('From list_events.') }),
  output: EventDetail,
  examples: [{ eventId: '$eventId' }],
})
  .allow(whoeverIsPermitted)
  .handle(async (ctx, input, tx) => eventDetail(ctx, tx, input.eventId));
