import { z } from 'zod';

export const Sender = z.enum(['organization', 'bookkeeper']);

export const Message = z.object({
  id: z.uuid(),
  sender: Sender,
  senderName: z.string(),
  body: z.string(),
  createdAt: z.iso.datetime(),
});
export type Message = z.infer<typeof Message>;
