import { expect } from 'vitest';
import type { HostedClient } from './hosted-client.ts';
import { legacy, signInPublicly } from './spellings.ts';

export const grok: HostedClient = {
  name: 'Grok',
  signsIn: {
    promise: 'is challenged without an error where it presents nothing, registers and signs in',
    seen: 'September 2026',
    sources: ['freelawproject/courtlistener-api-client#283', 'koala73/worldmonitor#8305'],
    exchange: [
      {
        send: 'POST {mcp}/mcp',
        json: legacy('initialize', {}),
        answer: {
          status: 401,
          headers: { 'www-authenticate': expect.toSatisfy((challenge: string) => !challenge.includes('error=')) },
        },
      },
      ...signInPublicly('Grok', 'https://grok.com/connectors-oauth-exchange-code/'),
    ],
  },
  replays: [],
  neverTried: 'The client itself; its document as it is served today.',
};
