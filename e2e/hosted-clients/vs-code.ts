import type { HostedClient } from './hosted-client.ts';
import { ADA, call, legacy, redeem, register, TOOLS, WHOAMI } from './spellings.ts';

const LOOPBACK = 'http://127.0.0.1:33418/';

export const vsCode: HostedClient = {
  name: 'VS Code, on a desktop and on the Web',
  signsIn: {
    promise: 'registers four ways back at once and takes one of them',
    seen: 'July 2026',
    sources: ['microsoft/vscode#325618', 'microsoft/vscode#308766'],
    exchange: [
      register({
        client_name: 'Visual Studio Code',
        redirect_uris: [
          'http://127.0.0.1/',
          LOOPBACK,
          'https://vscode.dev/redirect',
          'https://insiders.vscode.dev/redirect',
        ],
        token_endpoint_auth_method: 'none',
      }),
      {
        visit: { client_id: '{client}', redirect_uri: 'https://vscode.dev/redirect', resource: '{mcp}/mcp' },
        choice: { write: true },
      },
      redeem('https://vscode.dev/redirect', { client_id: '{client}' }),
    ],
  },
  replays: [
    {
      promise: 'names the newest revision after agreeing on one of before, and is answered',
      seen: 'July 2026',
      sources: ['microsoft/vscode#308766'],
      exchange: [
        call(
          legacy('initialize', {
            protocolVersion: '2025-06-18',
            capabilities: {},
            clientInfo: { name: 'vscode', version: '1' },
          }),
          {
            status: 200,
            body: { result: { protocolVersion: '2025-06-18' } },
          },
        ),
        call(legacy('tools/list', {}), TOOLS, { 'MCP-Protocol-Version': '2025-11-25' }),
      ],
    },
    {
      promise: 'may call from its pages on the Web',
      seen: 'June 2026',
      sources: ['actionhero/keryx#499', 'koala73/worldmonitor#4802'],
      exchange: ['https://vscode.dev', 'https://github.dev'].flatMap((Origin) => [
        {
          send: 'OPTIONS {mcp}/mcp',
          headers: {
            Origin,
            'Access-Control-Request-Method': 'POST',
            'Access-Control-Request-Headers': 'authorization,content-type,mcp-protocol-version',
          },
          answer: { status: 204, headers: { 'access-control-allow-origin': Origin } },
        },
        call(legacy('tools/call', WHOAMI), { ...ADA, headers: { 'access-control-allow-origin': Origin } }, { Origin }),
      ]),
    },
  ],
  neverTried: 'The editor itself, its limit of 128 tools, its picker.',
};
