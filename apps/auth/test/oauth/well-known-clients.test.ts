import { redeem } from '@countersign/testing/oauth-client';
import { useTestDatabase } from '@countersign/testing/use-test-database';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { attempt, web } from './documented-client.ts';
import { startAuth, type TestAuth } from './harness.ts';
import { authorize, type ConsentOptions } from './seam.ts';

const database = useTestDatabase('demo');

describe('the documents of well-known clients', () => {
  const net = web();
  let app: TestAuth;
  beforeAll(async () => {
    app = await startAuth(database, { fetchDocument: net.fetchDocument });
  });
  afterAll(() => app?.close());

  test.each<[string, string, string, string]>([
    [
      'Claude',
      'https://claude.ai/oauth/mcp-oauth-client-metadata',
      'https://claude.ai/api/mcp/auth_callback',
      'claude.ai',
    ],
    [
      'Claude Code',
      'https://claude.ai/oauth/claude-code-client-metadata',
      'http://localhost:3118/callback',
      'claude.ai',
    ],
    [
      'Claude Code',
      'https://claude.ai/oauth/claude-code-client-metadata',
      'http://127.0.0.1:54321/callback',
      'claude.ai',
    ],
    [
      'ChatGPT',
      'https://chatgpt.com/oauth/client.json',
      'https://chatgpt.com/connector_platform_oauth_redirect',
      'chatgpt.com',
    ],
    [
      'ChatGPT',
      'https://chatgpt.com/oauth/cb_1-x/client.json',
      'https://chatgpt.com/connector/oauth/cb_1-x',
      'chatgpt.com',
    ],
    ['Codex', 'https://chatgpt.com/oauth/codex/client.json', 'http://127.0.0.1:1455/callback', 'chatgpt.com'],
    ['Codex', 'https://chatgpt.com/oauth/codex/cb2/client.json', 'http://localhost:1455/callback/cb2', 'chatgpt.com'],
    ['Visual Studio Code', 'https://vscode.dev/oauth/client-metadata.json', 'http://127.0.0.1:40123/', 'vscode.dev'],
    [
      'Visual Studio Code',
      'https://vscode.dev/oauth/client-metadata.json',
      'https://vscode.dev/redirect',
      'vscode.dev',
    ],
    [
      'GitHub Copilot CLI',
      'https://github.com/copilot/cli/client-metadata.json',
      'http://127.0.0.1:60005/',
      'github.com',
    ],
    ['opencode', 'https://opencode.ai/oauth/opencode/client.json', 'http://127.0.0.1:51675/callback', 'opencode.ai'],
    ['Zed', 'https://zed.dev/oauth/client-metadata.json', 'http://127.0.0.1:4000/callback', 'zed.dev'],
    ['Grok', 'https://grok.com/oauth/mcp-client.json', 'https://grok.com/connectors-oauth-exchange-code/', 'grok.com'],
    [
      'Grok',
      'https://grok.com/oauth/mcp-client.json',
      'https://console.x.ai/connectors-oauth-exchange-code/',
      'grok.com',
    ],
  ])('connect %s at %s to %s without a fetch', async (name, clientId, redirectUri, verifiedHost) => {
    const { code, verifier, interaction } = await authorize(app, {
      clientId,
      params: { redirect_uri: redirectUri },
    } satisfies ConsentOptions);
    expect(interaction.client).toMatchObject({ name, verifiedHost });
    expect(interaction.redirectsToLoopback).toBe(redirectUri.startsWith('http:'));
    const response = await redeem(app, {
      client_id: clientId,
      code,
      code_verifier: verifier,
      redirect_uri: redirectUri,
    });
    expect(response.body.refresh_token).toBeTruthy();
    expect(net.asked).toEqual([]);
  });

  test('of Google’s connections are assumed where they cannot be fetched, and read where they can', async () => {
    const connection = 'user_bound_custom-mcp-116109-mcp_example_com';
    const clientId = `https://accountlinking.google.com/clientidmetadata/user_bound_provider/${connection}`;
    const redirectUri = `https://oauth-redirect.googleusercontent.com/r/${connection}`;
    net.state.answer = () => new Response(null, { status: 403 });
    const { interaction } = await authorize(app, { clientId, params: { redirect_uri: redirectUri } });
    expect(interaction.client).toMatchObject({ name: 'Google', verifiedHost: 'accountlinking.google.com' });
    expect((await attempt(app, clientId, `${redirectUri}x`)).statusCode).toBe(400);
    net.state.answer = (url) =>
      Response.json({ client_id: url, client_name: 'Gemini', redirect_uris: ['https://another.google.com/callback'] });
    const read = await authorize(app, {
      clientId: `${clientId}2`,
      params: { redirect_uri: 'https://another.google.com/callback' },
    });
    expect(read.interaction.client.name).toBe('Gemini');
    net.asked.length = 0;
  });

  test.each([
    ['https://grok.com/oauth/mcp-client.json', 'https://grok.com/connectors-oauth-exchange-code'],
    ['https://github.com/copilot/cli/client-metadata.json', 'http://127.0.0.1:1/callback'],
    ['https://claude.ai/oauth/mcp-oauth-client-metadata', 'https://evil.example/callback'],
    ['https://claude.ai/oauth/mcp-oauth-client-metadata', 'http://localhost:1/callback'],
    ['https://claude.ai/oauth/claude-code-client-metadata', 'http://localhost:1/other'],
    ['https://claude.ai/oauth/claude-code-client-metadata', 'http://localhost.evil.example:1/callback'],
    ['https://claude.ai/oauth/claude-code-client-metadata', 'http://user@localhost:1/callback'],
    ['https://chatgpt.com/oauth/abc/client.json', 'https://chatgpt.com/connector/oauth/abcd'],
  ])('do not let %s go to %s', async (clientId, redirectUri) => {
    const response = await attempt(app, clientId, redirectUri);
    expect(response.statusCode).toBe(400);
    expect(response.headers.location).toBeUndefined();
  });
});
