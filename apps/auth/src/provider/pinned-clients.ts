import type { ClientMetadata } from 'oidc-provider';

const CHATGPT_CALLBACK = /^https:\/\/chatgpt\.com\/oauth\/([\w-]{1,128})\/client\.json$/;
const CODEX_CALLBACK = /^https:\/\/chatgpt\.com\/oauth\/codex\/([\w-]{1,128})\/client\.json$/;

const PINNED = new Map<string, readonly [name: string, ...redirectUris: string[]]>([
  [
    'https://claude.ai/oauth/mcp-oauth-client-metadata',
    ['Claude', 'https://claude.ai/api/mcp/auth_callback', 'https://claude.com/api/mcp/auth_callback'],
  ],
  [
    'https://claude.ai/oauth/claude-code-client-metadata',
    ['Claude Code', 'http://localhost/callback', 'http://127.0.0.1/callback'],
  ],
  ['https://chatgpt.com/oauth/client.json', ['ChatGPT', 'https://chatgpt.com/connector_platform_oauth_redirect']],
  ['https://chatgpt.com/oauth/codex/client.json', ['Codex', 'http://localhost/callback', 'http://127.0.0.1/callback']],
  [
    'https://vscode.dev/oauth/client-metadata.json',
    [
      'Visual Studio Code',
      'http://127.0.0.1/',
      'http://127.0.0.1:33418/',
      'https://vscode.dev/redirect',
      'https://insiders.vscode.dev/redirect',
    ],
  ],
  [
    'https://insiders.vscode.dev/oauth/client-metadata.json',
    [
      'Visual Studio Code - Insiders',
      'http://127.0.0.1/',
      'http://127.0.0.1:33418/',
      'https://vscode.dev/redirect',
      'https://insiders.vscode.dev/redirect',
    ],
  ],
  // Names one port and uses any (github/copilot-cli#4793, #4800, #4926).
  ['https://github.com/copilot/cli/client-metadata.json', ['GitHub Copilot CLI', 'http://127.0.0.1:33418/']],
  // anomalyco/opencode#47737.
  [
    'https://opencode.ai/oauth/opencode/client.json',
    ['opencode', 'http://127.0.0.1/callback', 'http://localhost/callback'],
  ],
  ['https://zed.dev/oauth/client-metadata.json', ['Zed', 'http://127.0.0.1/callback']],
  // Its host challenges data centres (koala73/worldmonitor#8305, #8307).
  [
    'https://grok.com/oauth/mcp-client.json',
    [
      'Grok',
      'https://grok.com/connectors-oauth-exchange-code/',
      'https://console.x.ai/connectors-oauth-exchange-code/',
    ],
  ],
]);
/** One for each connection of a person of the Gemini app (homeassistant-ai/ha-mcp#1787, home-assistant/core#176282). */
const GOOGLE = /^https:\/\/accountlinking\.google\.com\/clientidmetadata\/(?:[\w-]{1,64}\/){0,2}([\w-]{1,200})$/;

/** What people know them by. */
export const KNOWN_CLIENT_NAMES: readonly string[] = [...new Set([...PINNED.values()].map(([name]) => name))];

/**
 * The client ID metadata documents of the clients most people use, as their makers publish them, so that these clients work when the
 * documents cannot be fetched: their hosts challenge requests from data centres. Grants and methods we do not have are left out.
 * ChatGPT offers `private_key_jwt` and `none`; `none` needs no key fetched at every renewal. Undefined for every other client.
 */
export function pinnedClient(clientId: string): ClientMetadata | undefined {
  return documentOf(clientId, PINNED.get(clientId) ?? ofOneConnection(clientId));
}

/**
 * What a document that cannot be fetched must say, as far as others have seen: Google names the connection in both addresses
 * (makeplane/plane-mcp-server#230, homeassistant-ai/ha-mcp#2217), and both hosts are its own. Only where there is nothing better.
 */
export function assumedClient(clientId: string): ClientMetadata | undefined {
  const connection = GOOGLE.exec(clientId)?.[1];
  const hosts = ['oauth-redirect.googleusercontent.com', 'oauth-redirect-sandbox.googleusercontent.com'];
  return documentOf(clientId, connection && ['Google', ...hosts.map((host) => `https://${host}/r/${connection}`)]);
}

function documentOf(clientId: string, known: readonly string[] | undefined | ''): ClientMetadata | undefined {
  const [name, ...redirectUris] = known || [];
  if (name === undefined) return undefined;
  return {
    client_id: clientId,
    client_name: name,
    redirect_uris: redirectUris,
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    token_endpoint_auth_method: 'none',
  };
}

/** ChatGPT and Codex publish a document for each connection where the server does not identify itself in responses. */
function ofOneConnection(clientId: string): [name: string, ...redirectUris: string[]] | undefined {
  const codex = CODEX_CALLBACK.exec(clientId)?.[1];
  if (codex) return ['Codex', `http://localhost/callback/${codex}`, `http://127.0.0.1/callback/${codex}`];
  const chatgpt = CHATGPT_CALLBACK.exec(clientId)?.[1];
  return chatgpt ? ['ChatGPT', `https://chatgpt.com/connector/oauth/${chatgpt}`] : undefined;
}
