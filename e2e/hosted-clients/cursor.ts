import type { HostedClient } from './hosted-client.ts';
import { read, redeem, register } from './spellings.ts';

export const cursor: HostedClient = {
  name: 'Cursor',
  signsIn: {
    promise: 'registers three ways back at once and takes its own scheme',
    seen: 'September 2026',
    sources: ['koala73/worldmonitor#8305'],
    exchange: [
      register({
        client_name: 'Cursor',
        redirect_uris: [
          'cursor://anysphere.cursor-mcp/oauth/callback',
          'https://www.cursor.com/agents/mcp/oauth/callback',
          'http://localhost:8787/callback',
        ],
        token_endpoint_auth_method: 'none',
      }),
      {
        visit: {
          client_id: '{client}',
          redirect_uri: 'cursor://anysphere.cursor-mcp/oauth/callback',
          resource: '{mcp}/mcp',
        },
      },
      redeem('cursor://anysphere.cursor-mcp/oauth/callback', { client_id: '{client}' }),
    ],
  },
  replays: [
    {
      promise: 'fills what is optional with empty texts, and is read as if it had left it out',
      seen: 'June 2026',
      sources: ['cursor/cursor#3614'],
      exchange: [read('list_projects', { limit: '', status: '' }), read('list_tasks', { projectId: '', limit: 1 })],
    },
  ],
  neverTried: 'The editor itself and its agents in the cloud.',
};
