import type { HostedClient } from './hosted-client.ts';
import { ADA, BASIC, call, legacy, redeem, register, renew, WHOAMI } from './spellings.ts';

export const libreChat: HostedClient = {
  name: 'LibreChat',
  signsIn: {
    promise: 'looks for the metadata of the path before it reads the challenge, and proves itself by Basic',
    seen: 'June 2026',
    sources: ['danny-avila/LibreChat#12761'],
    exchange: [
      { send: 'GET {mcp}/.well-known/oauth-protected-resource/mcp', answer: { status: 200 } },
      register({
        client_name: 'LibreChat MCP Client',
        redirect_uris: ['https://chat.example.com/api/mcp/countersign/oauth/callback'],
        token_endpoint_auth_method: 'client_secret_basic',
      }),
      {
        visit: {
          client_id: '{client}',
          redirect_uri: 'https://chat.example.com/api/mcp/countersign/oauth/callback',
          resource: '{mcp}/mcp',
        },
      },
      redeem('https://chat.example.com/api/mcp/countersign/oauth/callback', {}, BASIC),
    ],
  },
  replays: [
    {
      promise: 'renews by Basic alone, without a client id or a resource',
      seen: 'September 2025',
      sources: ['danny-avila/LibreChat#9705'],
      exchange: [renew({}, BASIC), call(legacy('tools/call', WHOAMI), ADA)],
    },
  ],
  neverTried: 'The program itself.',
};
