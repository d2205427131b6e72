import type { HostedClient } from './hosted-client.ts';
import { signInPublicly } from './spellings.ts';

export const devin: HostedClient = {
  name: 'Devin',
  signsIn: {
    promise: 'registers and signs in',
    seen: '2026',
    sources: ['https://docs.devin.ai/work-with-devin/mcp'],
    exchange: signInPublicly('Devin', 'https://api.devin.ai/mcp/oauth/callback'),
  },
  replays: [],
  neverTried: 'The client itself.',
};
