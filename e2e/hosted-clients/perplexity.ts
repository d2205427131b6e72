import type { HostedClient } from './hosted-client.ts';
import { signInPublicly } from './spellings.ts';

export const perplexity: HostedClient = {
  name: 'Perplexity',
  signsIn: {
    promise: 'registers without a secret and signs in',
    seen: '2026',
    sources: ['https://www.perplexity.ai/help-center'],
    exchange: signInPublicly('Perplexity', 'https://www.perplexity.ai/rest/connections/oauth_callback'),
  },
  replays: [],
  neverTried: 'The client itself. One server says that it needs a secret even where it asked for none.',
};
