import { defineTool } from '@countersign/contracts/define-tool';
import { whoeverIsPermitted } from '@countersign/contracts/policy';
import { z } from 'zod';
import { Prose } from '../../text.ts';
import { REQUESTABLE_KINDS } from '../kinds.ts';
import { requestService } from '../store.ts';

export const requestServiceConnection = defineTool({
  name: 'request_service_connection',
  title: 'Request service connection',
  summary:
    'Ask for a service to be connected that is not yet. It is noted for whoever runs this; nothing is connected by asking.',
  module: 'integrations',
  effect: 'create',
  idempotent: true,
  input: z.strictObject({
    kind: z.enum(REQUESTABLE_KINDS),
    note: Prose(1000).default('').describe('Which provider, and what for.'),
  }),
  output: z.object({ kind: z.enum(REQUESTABLE_KINDS), requestedAt: z.iso.datetime() }),
  examples: [{ kind: 'bank_account', note: 'Nordea, the account that customers pay to.' }],
})
  .allow(whoeverIsPermitted)
  .handle(async (ctx, { kind, note }, tx) => ({ kind, requestedAt: await requestService(ctx, tx, kind, note) }));
