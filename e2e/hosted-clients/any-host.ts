import type { HostedClient } from './hosted-client.ts';
import { ADA, call, legacy, read, signInPublicly } from './spellings.ts';

export const anyHost: HostedClient = {
  name: 'Hosts of several makers',
  signsIn: {
    promise: 'asks in words that others’ servers understand, and comes to consent all the same',
    seen: '2026',
    sources: ['anthropics/claude-code#44211'],
    exchange: signInPublicly('Some host', 'https://host.example.com/callback', {
      scope: 'openid email profile offline_access read:everything',
      prompt: 'consent consent',
      access_type: 'offline',
      actor: 'user',
      nonce: 'n',
      state: 's'.repeat(6000),
    }),
  },
  replays: [
    {
      promise: 'puts its own keys among the arguments, which are no input; a misspelt key stays refused',
      seen: 'July 2026',
      sources: ['cyanheads/mcp-ts-core#453'],
      exchange: [
        read('list_projects', { limit: 1, _meta: { progressToken: 1 }, _as_extra: {} }),
        read('list_projects', { limit: 1, toolCallId: 'call_1', tool_call_description: 'Lists projects' }),
        call(legacy('tools/call', { name: 'list_projects', arguments: { limits: 1 } }), {
          status: 200,
          body: { result: { isError: true } },
        }),
      ],
    },
    {
      promise: 'writes numbers, truths and nothing as texts or null, where only one reading exists',
      seen: 'June 2026',
      sources: ['github/github-mcp-server#2044'],
      exchange: [
        read('list_projects', { limit: '1' }),
        read('list_projects', { limit: 1, cursor: null, status: null }),
        call(legacy('tools/call', { name: 'whoami', arguments: null }), ADA),
      ],
    },
  ],
  neverTried: 'Zapier, Make and Windsurf: nothing precise is written down.',
};
