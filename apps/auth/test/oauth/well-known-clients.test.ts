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

  test.each([
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
