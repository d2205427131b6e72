import { expect } from 'vitest';
import type { HostedClient } from './hosted-client.ts';
import { ADA, call, legacy, redeem, register, WHOAMI } from './spellings.ts';

const CALLBACK = 'https://oauth-redirect.googleusercontent.com/r/user_bound_custom-mcp-42-countersign';
const GOOGLE = { 'User-Agent': 'Google' };

export const gemini: HostedClient = {
  name: 'Gemini app (Spark), Gemini Enterprise',
  signsIn: {
    promise: 'looks with HEAD, is challenged with a body of JSON, and registers two ways back',
    seen: 'August 2026',
    sources: ['kentcdodds/kody#944', 'homeassistant-ai/ha-mcp#2217', 'liketrek/TREK#1667'],
    exchange: [
      { send: 'HEAD {mcp}/mcp', headers: GOOGLE, answer: { status: 401 } },
      {
        send: 'POST {mcp}/mcp',
        headers: GOOGLE,
        json: legacy('initialize', {}),
        answer: { status: 401, headers: { 'content-type': expect.stringContaining('json') } },
      },
      register(
        {
          client_name: 'Gemini',
          redirect_uris: [CALLBACK, CALLBACK.replace('oauth-redirect', 'oauth-redirect-sandbox')],
          token_endpoint_auth_method: 'client_secret_post',
        },
        GOOGLE,
      ),
      { visit: { client_id: '{client}', redirect_uri: CALLBACK, resource: '{mcp}/mcp' }, choice: { write: true } },
      redeem(CALLBACK, { client_id: '{client}', client_secret: '{secret}' }, GOOGLE),
    ],
  },
  replays: [
    {
      promise: 'calls from its servers and is answered',
      seen: 'August 2026',
      sources: ['liketrek/TREK#1667'],
      exchange: [call(legacy('tools/call', WHOAMI), ADA, GOOGLE)],
    },
  ],
  neverTried:
    'The app itself; one reporter’s “automatic registration failed” after a registration that had succeeded (firecrawl/firecrawl-mcp-server#345) stays unexplained. Gemini Enterprise, which wants a client id and a secret made by hand.',
};
