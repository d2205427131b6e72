import type { Module } from '@countersign/contracts/define-tool';
import { listMessages } from './tools/list-messages.ts';
import { sendMessage } from './tools/send-message.ts';

export { tellBookkeeper } from './store.ts';

/** The thread with the organization's bookkeeper. It tells of money, so it stands behind the finance roles. */
export const messaging: Module = {
  name: 'messaging',
  title: 'Messaging',
  area: 'finance',
  tools: [listMessages, sendMessage],
};
