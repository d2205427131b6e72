import type { HostedClient } from './hosted-client.ts';
import { call, legacy, signInPublicly, TOOLS } from './spellings.ts';

export const openWebUi: HostedClient = {
  name: 'Open WebUI, mcpo',
  signsIn: {
    promise: 'registers a way back with a colon in its path and keeps the scope it was answered',
    seen: 'September 2026',
    sources: ['open-webui/open-webui#29967'],
    exchange: signInPublicly('Open WebUI', 'https://chat.example.com/oauth/clients/mcp:countersign/callback', {
      scope: 'mcp:read',
    }),
  },
  replays: [
    {
      promise: 'puts a slash behind the address and is answered as without',
      seen: 'June 2025',
      sources: ['open-webui/mcpo#209'],
      exchange: [
        { send: 'POST {mcp}/mcp/', json: legacy('initialize', {}), answer: { status: 401 } },
        call(legacy('tools/list', {}), TOOLS, {}, '{mcp}/mcp/'),
      ],
    },
  ],
  neverTried: 'The program itself.',
};
