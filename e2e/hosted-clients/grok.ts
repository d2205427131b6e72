import { expect } from 'vitest';
import type { HostedClient } from './hosted-client.ts';
import { ADA, call, legacy, redeem, signInPublicly, WHOAMI } from './spellings.ts';

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
  replays: [
    {
      promise: 'brings a document that its host hides from data centres, and comes to consent by its name',
      seen: 'September 2026',
      sources: ['koala73/worldmonitor#8305', 'koala73/worldmonitor#8307'],
      exchange: [
        {
          visit: {
            client_id: 'https://grok.com/oauth/mcp-client.json',
            redirect_uri: 'https://grok.com/connectors-oauth-exchange-code/',
            resource: '{mcp}/mcp',
          },
        },
        redeem('https://grok.com/connectors-oauth-exchange-code/', {
          client_id: 'https://grok.com/oauth/mcp-client.json',
        }),
        call(legacy('tools/call', WHOAMI), ADA),
      ],
    },
  ],
  neverTried: 'The client itself; its document as it is served today.',
};
