import { createServer } from 'node:net';
import { withQueries } from '@countersign/db/transaction';
import { authorizationUrl, pkce, REDIRECT_URI, redeem, refresh } from '@countersign/testing/oauth-client';
import { createTestDatabase, type TestDatabase } from '@countersign/testing/test-database';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Fetch } from '../../src/provider/metadata-documents.ts';
import { startAuth, type TestAuth } from './harness.ts';
import { authorize, type ConsentOptions, connect } from './seam.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase('demo');
});
afterAll(async () => {
  await database?.drop();
});

/** The web as these tests need it: one answer for every address, and the addresses that were asked. */
function web() {
  const asked: string[] = [];
  const state = { answer: (_url: string): Response | Promise<Response> => new Response(null, { status: 404 }) };
  const fetchDocument: Fetch = async (url) => {
    asked.push(url);
    return state.answer(url);
  };
  return { asked, state, fetchDocument };
}

const ID = 'https://client.example.com/oauth/client.json';
const document = (id: string, members: object = {}) => ({
  client_id: id,
  client_name: 'Documented client',
  redirect_uris: [REDIRECT_URI],
  ...members,
});

function attempt(app: TestAuth, clientId: string, redirectUri = REDIRECT_URI) {
  const request = { client_id: clientId, redirect_uri: redirectUri, code_challenge: pkce().challenge };
  const url = authorizationUrl(app, request);
  return app.inject({ url, headers: { accept: 'text/html' } });
}

describe('a client ID metadata document', () => {
  const net = web();
  let app: TestAuth;
  let next = 0;
  let id: string;
  beforeAll(async () => {
    app = await startAuth(database, { fetchDocument: net.fetchDocument });
  });
  afterAll(() => app?.close());
  beforeEach(() => {
    next += 1;
    id = `https://client.example.com/${next}.json`;
    net.asked.length = 0;
  });

  test('identifies a client, with a host that it vouches for', async () => {
    net.state.answer = () => Response.json(document(id));
    const { interaction, code, verifier } = await authorize(app, { clientId: id });
    expect(interaction.client).toEqual({
      id,
      name: 'Documented client',
      verifiedHost: 'client.example.com',
      firstParty: false,
    });
    expect((await redeem(app, { client_id: id, code, code_verifier: verifier })).status).toBe(200);
    expect(net.asked).toEqual([id]);
  });

  test.each<[why: string, members: object]>([
    ['names another client', { client_id: 'https://client.example.com/other.json' }],
    ['holds a secret', { client_secret: 'x' }],
    ['wants to authenticate by a secret', { token_endpoint_auth_method: 'client_secret_post' }],
    ['wants only a method we do not have', { token_endpoint_auth_method: 'private_key_jwt', jwks: { keys: [] } }],
    ['names http on a remote host', { redirect_uris: ['http://client.example.com/callback'] }],
    ['names javascript:', { redirect_uris: ['javascript:alert(1)'] }],
    ['names a user', { redirect_uris: ['https://a@client.example.com/callback'] }],
    ['has an endless name', { client_name: 'n'.repeat(101) }],
    ['is larger than 5 KiB', { x: 'x'.repeat(6000) }],
    ['names no redirect URI', { redirect_uris: undefined }],
  ])('is refused when it %s', async (_why, members) => {
    net.state.answer = () => Response.json(document(id, members));
    expect((await attempt(app, id)).statusCode).toBe(400);
  });

  test.each<[what: string, members: object]>([
    ['grants of other servers', { grant_types: ['authorization_code', 'urn:ietf:params:oauth:grant-type:jwt-bearer'] }],
    [
      'a choice of methods',
      {
        token_endpoint_auth_method: 'private_key_jwt',
        token_endpoint_auth_methods_supported: ['none', 'private_key_jwt'],
        jwks_uri: 'https://client.example.com/jwks',
      },
    ],
    ['no name', { client_name: undefined }],
    ['a scope', { scope: 'mcp' }],
  ])('may have %s', async (_what, members) => {
    net.state.answer = () => Response.json(document(id, members));
    await connect(app, { clientId: id });
    expect(net.asked.filter((url) => url !== id)).toEqual([]);
  });

  test.each([403, 429, 500, 502])('that answers %i later is served from its last good copy', async (status) => {
    net.state.answer = () => Response.json(document(id));
    const tokens = await connect(app, { clientId: id });
    net.state.answer = () => new Response('<html>challenge</html>', { status });
    const restarted = await startAuth(database, { fetchDocument: net.fetchDocument });
    expect((await refresh(restarted, id, tokens.refresh_token)).status).toBe(200);
    await restarted.close();
    expect(net.asked).toEqual([id, id]);
  });

  test('whose host is down later is served from its last good copy', async () => {
    net.state.answer = () => Response.json(document(id));
    const tokens = await connect(app, { clientId: id });
    net.state.answer = () => Promise.reject(new Error('connect ETIMEDOUT'));
    const restarted = await startAuth(database, { fetchDocument: net.fetchDocument });
    expect((await refresh(restarted, id, tokens.refresh_token)).status).toBe(200);
    await restarted.close();
  });

  test('that cannot be read and was never kept is temporarily unavailable, not an invalid client', async () => {
    net.state.answer = () => new Response(null, { status: 503 });
    const response = await refresh(app, id, 'any');
    expect(response.status).toBe(503);
    expect(response.body).toMatchObject({ error: 'temporarily_unavailable' });
    expect((await attempt(app, id)).statusCode).toBe(503);
  });

  test('is kept only once somebody consented to it', async () => {
    net.state.answer = () => Response.json(document(id));
    await attempt(app, id);
    const kept = async () =>
      withQueries(database.owner, (db) =>
        db.selectFrom('clientMetadataDocument').select('url').where('url', '=', id).execute(),
      );
    expect(await kept()).toEqual([]);
    await connect(app, { clientId: id });
    expect(await kept()).toEqual([{ url: id }]);
  });

  test('that does not exist is an invalid client', async () => {
    net.state.answer = () => new Response(null, { status: 404 });
    expect((await refresh(app, id, 'any')).body).toMatchObject({ error: 'invalid_client' });
  });

  test('that redirects is not followed', async () => {
    net.state.answer = () =>
      new Response(null, { status: 302, headers: { location: 'https://elsewhere.example.com/' } });
    expect((await attempt(app, id)).statusCode).toBe(503);
    // Asked again for the error page; nothing else was.
    expect(new Set(net.asked)).toEqual(new Set([id]));
  });

  test('that turned bad does not replace the good copy in storage', async () => {
    net.state.answer = () => Response.json(document(id));
    await authorize(app, { clientId: id });
    net.state.answer = () => Response.json({ client_id: 'https://evil.example/' });
    const restarted = await startAuth(database, { fetchDocument: net.fetchDocument });
    await attempt(restarted, id);
    await restarted.close();
    const [row] = await withQueries(database.owner, (db) =>
      db.selectFrom('clientMetadataDocument').select('document').where('url', '=', id).execute(),
    );
    expect(row?.document).toMatchObject({ client_id: id });
  });
});

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

describe('an address inside the network', () => {
  test('is refused as a client without a request, by name and by number', async () => {
    const connections: unknown[] = [];
    const server = createServer((socket) => {
      connections.push(socket);
      socket.destroy();
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const app = await startAuth(database);
    const answers: number[] = [];
    for (const host of [
      'localhost',
      '127.0.0.1',
      '[::1]',
      '0.0.0.0',
      '127.1',
      '0x7f.1',
      '2130706433',
      '[::ffff:127.0.0.1]',
      'printer.local',
      'metadata.internal',
    ]) {
      answers.push((await attempt(app, `https://${host}:${port}/client.json`)).statusCode);
    }
    for (const host of ['10.0.0.1', '192.168.1.1', '169.254.169.254', '100.64.0.1']) {
      answers.push((await attempt(app, `https://${host}/client.json`)).statusCode);
    }
    await app.close();
    await new Promise((done) => server.close(done));
    expect(new Set(answers)).toEqual(new Set([400]));
    expect(connections).toEqual([]);
  });

  test('reached through a public name is cut off before a byte is sent, by the guard that rides on every fetch', async () => {
    const guards: unknown[] = [];
    const app = await startAuth(database, {
      fetchDocument: async (_url, init) => {
        guards.push(init.dispatcher);
        return new Response(null, { status: 404 });
      },
    });
    await attempt(app, ID);
    await app.close();
    expect(guards.length).toBeGreaterThan(0);
    expect(guards.every((guard) => guard !== undefined)).toBe(true);
    const received: string[] = [];
    const server = createServer((socket) => {
      socket.on('error', () => {});
      socket.on('data', (data) => received.push(data.toString()));
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const guarded = fetch(`http://127.0.0.1:${port}/`, { dispatcher: guards[0] } as RequestInit);
    await expect(guarded).rejects.toMatchObject({
      cause: expect.objectContaining({ message: expect.stringContaining('special-use') }),
    });
    await new Promise((done) => server.close(done));
    expect(received).toEqual([]);
  });
});
