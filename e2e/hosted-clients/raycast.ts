import type { HostedClient } from './hosted-client.ts';
import { signInPublicly } from './spellings.ts';

export const raycast: HostedClient = {
  name: 'Raycast',
  signsIn: {
    promise: 'registers a way back with a query',
    seen: '2026',
    sources: ['appwrite/mcp#77'],
    exchange: [...signInPublicly('Raycast', 'https://raycast.com/redirect?packageName=Extension')],
  },
  replays: [],
  neverTried: 'The client itself.',
};
