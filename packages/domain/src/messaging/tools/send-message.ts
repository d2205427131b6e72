import { defineTool } from '@countersign/contracts/define-tool';
import { AppError } from '@countersign/contracts/errors';
import { whoeverIsPermitted } from '@countersign/contracts/policy';
import { z } from 'zod';
import { Prose } from '../../text.ts';
import { Message } from '../schemas.ts';
import { findBookkeeper, insertMessage } from '../store.ts';

export const sendMessage = defineTool({
  name: 'send_message',
  title: 'Send message',
  summary: 'Write to the organization’s bookkeeper. The message is kept in the thread and goes out by mail at once.',
  module: 'messaging',
  effect: 'message',
  reachesOutside: true,
  input: z.strictObject({ body: Prose(10_000).min(1) }),
  output: Message,
  examples: [{ body: 'The September receipts are all in. Is anything missing for the VAT return?' }],
})
  .allow(whoeverIsPermitted)
  .handle(async (ctx, { body }, tx) => {
    const bookkeeper = await findBookkeeper(tx);
    if (!bookkeeper) {
      throw new AppError(
        'conflict',
        'This organization has no bookkeeper yet, so nobody would read it. An admin can enter one in the console, in the organization’s company details.',
      );
    }
    return insertMessage(ctx, tx, body, bookkeeper.email);
  });
