import type { HostedClient } from './hosted-client.ts';
import { signInPublicly } from './spellings.ts';

export const jetBrains: HostedClient = {
  name: 'JetBrains AI Assistant, Junie',
  signsIn: {
    promise: 'sends a scope that is empty, which is none',
    seen: 'August 2026',
    sources: ['JetBrains/junie#84'],
    exchange: signInPublicly('JetBrains', 'http://127.0.0.1:51413/callback', { scope: '' }),
  },
  replays: [],
  neverTried: 'The editors themselves. They ask for registration at any challenge, even with a key.',
};
