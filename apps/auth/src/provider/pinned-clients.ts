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
]);

/** What people know them by. */
export const KNOWN_CLIENT_NAMES: readonly string[] = [...new Set([...PINNED.values()].map(([name]) => name))];

/**
 * The client ID metadata documents of the clients most people use, as their makers publish them, so that these clients work when the
 * documents cannot be fetched: their hosts challenge requests from data centres. Grants and methods we do not have are left out.
 * ChatGPT offers `private_key_jwt` and `none`; `none` needs no key fetched at every renewal. Undefined for every other client.
 */
export function pinnedClient(clientId: string): ClientMetadata | undefined {
  const [name, ...redirectUris] = PINNED.get(clientId) ?? ofOneConnection(clientId) ?? [];
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
