import { asJson, type Connector, type GuideStep } from '../connect/client-guide.ts';

/** How one client is given an API key. Names of keys and commands are the client's own. */
export interface KeyGuide {
  readonly name: string;
  readonly steps: (connector: Connector, key: string) => readonly GuideStep[];
}

const bearer = (key: string) => ({ Authorization: `Bearer ${key}` });

/** Clients that send a header; claude.ai and ChatGPT take no keys and connect by signing in. */
export const KEY_GUIDES: readonly KeyGuide[] = [
  {
    name: 'Claude Code',
    steps: ({ name, url }, key) => [
      {
        text: 'Run this in a terminal.',
        snippet: {
          text: `claude mcp add --transport http ${name} ${url} --header "Authorization: Bearer ${key}"`,
          what: 'the command that adds it',
        },
      },
    ],
  },
  {
    name: 'Codex',
    steps: ({ name, url }, key) => [
      {
        text: 'Keep the key in a variable of the shell that Codex is started from.',
        snippet: { text: `export COUNTERSIGN_KEY=${key}`, what: 'the variable' },
      },
      {
        text: 'Tell Codex the variable’s name.',
        snippet: {
          text: `codex mcp add ${name} --url ${url} --bearer-token-env-var COUNTERSIGN_KEY`,
          what: 'the command that adds it',
        },
      },
    ],
  },
  {
    name: 'Cursor',
    steps: ({ name, url }, key) => [
      {
        text: 'Write this into a file of your home folder, which nobody else reads.',
        snippet: {
          text: asJson({ mcpServers: { [name]: { url, headers: bearer(key) } } }),
          what: 'the settings',
          file: '~/.cursor/mcp.json',
        },
      },
    ],
  },
  {
    name: 'VS Code',
    steps: ({ name, url }, key) => [
      {
        text: 'Write this into a file of the workspace. VS Code asks for the key once and keeps it safe.',
        snippet: {
          text: asJson({
            inputs: [{ type: 'promptString', id: `${name}-key`, description: 'API key', password: true }],
            servers: { [name]: { type: 'http', url, headers: bearer(`\${input:${name}-key}`) } },
          }),
          what: 'the settings',
          file: '.vscode/mcp.json',
        },
      },
      { text: 'Give it the key when it asks.', snippet: { text: key, what: 'the key for VS Code' } },
    ],
  },
  {
    name: 'OpenAI Responses API',
    steps: ({ name, url }, key) => [
      {
        text: 'Put this into “tools” of each request. The address must be one that OpenAI’s servers reach.',
        snippet: {
          text: asJson({ type: 'mcp', server_label: name, server_url: url, authorization: key }),
          what: 'the entry for “tools”',
        },
      },
    ],
  },
  {
    name: 'curl',
    steps: ({ url }, key) => [
      {
        text: 'This asks for the tools that the key may call.',
        snippet: {
          text: [
            `curl ${url}`,
            `  -H 'Authorization: Bearer ${key}'`,
            `  -H 'Content-Type: application/json'`,
            `  -H 'Accept: application/json, text/event-stream'`,
            `  -d '{"jsonrpc":"2.0","id":1,"method":"tools/list"}'`,
          ].join(' \\\n'),
          what: 'the command',
        },
      },
      {
        text: 'Programs that speak no MCP call a tool by its name, with its input as the body.',
        snippet: {
          text: [
            `curl ${new URL('/v1/tools/whoami', url).href}`,
            `  -H 'Authorization: Bearer ${key}'`,
            `  -H 'Content-Type: application/json'`,
            `  -d '{}'`,
          ].join(' \\\n'),
          what: 'the command for REST',
        },
      },
    ],
  },
  {
    name: 'Another client',
    steps: ({ name, url }, key) => [
      {
        text: 'Most clients read this form.',
        snippet: {
          text: asJson({ mcpServers: { [name]: { type: 'http', url, headers: bearer(key) } } }),
          what: 'the settings',
        },
      },
    ],
  },
];
