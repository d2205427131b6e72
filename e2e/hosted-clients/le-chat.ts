import type { HostedClient } from './hosted-client.ts';
import { BASIC, redeem, register } from './spellings.ts';

export const leChat: HostedClient = {
  name: 'Mistral Le Chat',
  signsIn: {
    promise: 'registers, proves itself by Basic and with PKCE',
    seen: 'May 2026',
    sources: ['pantalytics/odoo-mcp-pro#21', 'pantalytics/odoo-mcp-pro#22'],
    exchange: [
      register({
        client_name: 'Le Chat',
        redirect_uris: ['https://callback.mistral.ai/v1/integrations_auth/oauth2_callback'],
        token_endpoint_auth_method: 'client_secret_basic',
      }),
      {
        visit: {
          client_id: '{client}',
          redirect_uri: 'https://callback.mistral.ai/v1/integrations_auth/oauth2_callback',
          resource: '{mcp}/mcp',
        },
      },
      redeem('https://callback.mistral.ai/v1/integrations_auth/oauth2_callback', {}, BASIC),
    ],
  },
  replays: [],
  neverTried: 'The client itself, and its limit of 128 tools.',
};
