import { register, registerPublic } from '@countersign/testing/oauth-client';
import { Person } from '@countersign/testing/person';
import { describe, expect, it } from 'vitest';
import { Credentials } from '../mcp-client.ts';
import { authorizationUrl, redeem } from '../oauth.ts';
import { useHouse } from '../use-house.ts';

const house = useHouse();

describe('a client known by its metadata document', () => {
  it.each([
    [
      'Claude Code',
      'https://claude.ai/oauth/claude-code-client-metadata',
      'http://localhost:3118/callback',
      'claude.ai',
    ],
    [
      'claude.ai',
      'https://claude.ai/oauth/mcp-oauth-client-metadata',
      'https://claude.ai/api/mcp/auth_callback',
      'claude.ai',
    ],
    [
      'ChatGPT',
      'https://chatgpt.com/oauth/client.json',
      'https://chatgpt.com/connector_platform_oauth_redirect',
      'chatgpt.com',
    ],
    ['VS Code', 'https://vscode.dev/oauth/client-metadata.json', 'http://127.0.0.1:33418/', 'vscode.dev'],
  ])('%s is shown with its verified host, and gets its token', async (_name, clientId, redirectUrl, host) => {
    const ada = new Person('ada');
    const credentials = new Credentials(redirectUrl);
    const { url } = await authorizationUrl(house, credentials, { clientId });
    const consent = await ada.reachConsent(url);
    expect(consent.text).toContain(host);
    expect(consent.text).not.toMatch(/registered itself/i);
    const { location, text } = await ada.choose(consent, { organization: 'Acme Studio' });
    if (!location) throw new Error(text);
    const answer = await redeem(house, credentials, location);
    expect(answer).toMatchObject({ status: 200, body: { scope: 'mcp:read' } });
    expect(answer.body.refresh_token).toBeTruthy();
  });
});

describe('what real clients register', () => {
  it.each([
    [
      'Cursor',
      {
        client_name: 'Cursor',
        application_type: 'web',
        redirect_uris: [
          'cursor://anysphere.cursor-mcp/oauth/callback',
          'https://www.cursor.com/agents/mcp/oauth/callback',
          'http://localhost:8787/callback',
        ],
        token_endpoint_auth_method: 'none',
      },
    ],
    [
      'VS Code',
      {
        client_name: 'Visual Studio Code',
        grant_types: ['authorization_code', 'refresh_token', 'urn:ietf:params:oauth:grant-type:device_code'],
        redirect_uris: ['https://vscode.dev/redirect', 'http://127.0.0.1/', 'http://127.0.0.1:33418/'],
        token_endpoint_auth_method: 'none',
        application_type: 'native',
      },
    ],
    [
      'MCP Inspector',
      {
        client_name: 'MCP Inspector',
        redirect_uris: ['http://localhost:6274/oauth/callback'],
        scope: '',
        token_endpoint_auth_method: 'none',
      },
    ],
    [
      'claude.ai',
      {
        client_name: 'Claude',
        redirect_uris: ['https://claude.ai/api/mcp/auth_callback'],
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
        token_endpoint_auth_method: 'client_secret_post',
      },
    ],
  ])('%s is accepted', async (_name, metadata) => {
    const { status, body: client } = await register(house.apps.auth, metadata);
    expect(status).toBe(201);
    expect(client.client_id).toBeTruthy();
    const confidential = metadata.token_endpoint_auth_method !== 'none';
    expect(Boolean(client.client_secret)).toBe(confidential);
  });

  it('a loopback client may come back on another port than it registered', async () => {
    const ada = new Person('ada');
    const clientId = await registerPublic(house.apps.auth, 'http://localhost:5000/callback');
    const later = new Credentials('http://localhost:6000/callback');
    const { url } = await authorizationUrl(house, later, { clientId });
    const callback = await ada.consent(url, { organization: 'Acme Studio' });
    expect((await redeem(house, later, callback)).status).toBe(200);
  });
});
