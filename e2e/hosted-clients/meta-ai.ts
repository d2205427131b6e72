import type { HostedClient } from './hosted-client.ts';
import { signInPublicly } from './spellings.ts';

export const metaAi: HostedClient = {
  name: 'Meta AI',
  signsIn: {
    promise: 'registers and signs in',
    seen: '2026',
    sources: ['koala73/worldmonitor#8305'],
    exchange: signInPublicly('Meta AI', 'https://agent.meta.ai/api/hatch/oauth/callback'),
  },
  replays: [],
  neverTried: 'The client itself.',
};
