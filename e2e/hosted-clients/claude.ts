import { expect } from 'vitest';
import { CLAUDE_MESSAGES, CLAUDE_USER, INITIALIZE } from './claude-messages.ts';
import type { HostedClient } from './hosted-client.ts';
import { ADA, call, legacy, redeem, register, renew, WHOAMI } from './spellings.ts';

const CALLBACK = 'https://claude.ai/api/mcp/auth_callback';
/** For everything but MCP. */
const PROBE = { 'User-Agent': 'python-httpx/0.28.1', Accept: '*/*' };
const SECRET = { client_id: '{client}', client_secret: '{secret}' };
const REGISTRATION = { redirect_uris: [CALLBACK], token_endpoint_auth_method: 'client_secret_post' };
export const claude: HostedClient = {
  name: 'claude.ai, Claude Desktop, mobile, Cowork',
  signsIn: {
    promise:
      'is challenged, registers twice, asks for the scopes that are advertised, and redeems with its secret in the body',
    seen: 'September 2026',
    sources: [
      'anthropics/claude-ai-mcp#82',
      'anthropics/claude-ai-mcp#228',
      'anthropics/claude-ai-mcp#597',
      'PostHog/posthog#48397',
    ],
    exchange: [
      {
        send: 'POST {mcp}/mcp',
        headers: PROBE,
        json: legacy('initialize', INITIALIZE),
        answer: {
          status: 401,
          headers: { 'www-authenticate': expect.stringContaining('/.well-known/oauth-protected-resource/mcp') },
        },
      },
      {
        send: 'GET {mcp}/.well-known/oauth-protected-resource/mcp',
        headers: PROBE,
        answer: { status: 200, body: { resource: '{mcp}/mcp', authorization_servers: ['{auth}'] } },
      },
      {
        send: 'GET {auth}/.well-known/oauth-authorization-server',
        headers: PROBE,
        answer: { status: 200, body: { issuer: '{auth}', code_challenge_methods_supported: ['S256'] } },
      },
      register({ ...REGISTRATION }, PROBE),
      register({ ...REGISTRATION, client_name: 'Claude' }, PROBE),
      {
        visit: {
          client_id: '{client}',
          redirect_uri: CALLBACK,
          scope: 'mcp:read mcp:write mcp:write:billing',
          resource: '{mcp}/mcp',
          prompt: 'consent',
        },
        choice: { write: true },
      },
      redeem(CALLBACK, { ...SECRET, resource: '{mcp}/mcp' }, PROBE),
    ],
  },
  replays: [
    ...CLAUDE_MESSAGES,
    {
      promise: 'goes to the connector’s own host for what the metadata names elsewhere, and gets there',
      seen: 'August 2026',
      sources: ['anthropics/claude-ai-mcp#706', 'anthropics/claude-ai-mcp#900', 'anthropics/claude-ai-mcp#1010'],
      exchange: [
        {
          send: 'GET {mcp}/.well-known/oauth-authorization-server',
          headers: { ...PROBE, Origin: 'https://claude.ai' },
          answer: {
            status: 200,
            headers: { 'access-control-allow-origin': expect.any(String) },
            body: { issuer: '{auth}' },
          },
        },
        {
          send: 'GET {mcp}/authorize?client_id={client}&state=a%20b',
          answer: {
            status: 302,
            headers: { location: expect.stringMatching(/\/oauth\/authorize\?client_id=.*&state=a%20b$/) },
          },
        },
        { ...register(REGISTRATION), send: 'POST {mcp}/register', keep: {} },
        { ...renew(SECRET), send: 'POST {mcp}/token' },
      ],
    },
    {
      promise: 'is added with a parameter of its own behind the address, and signs in and works under it',
      seen: 'September 2026',
      sources: ['anthropics/claude-ai-mcp#45', 'anthropics/claude-ai-mcp#178', 'getsentry/sentry-mcp#1247'],
      exchange: [
        {
          visit: { client_id: '{client}', redirect_uri: CALLBACK, resource: '{mcp}/mcp?v=20260916' },
          choice: { write: true },
        },
        redeem(CALLBACK, { ...SECRET, resource: '{mcp}/mcp?v=20260916' }, PROBE),
        call(legacy('tools/call', WHOAMI), ADA, CLAUDE_USER, '{mcp}/mcp?v=20260916'),
        call(legacy('tools/call', WHOAMI), ADA, CLAUDE_USER),
      ],
    },
    {
      promise: 'posts to the bare host where that was typed, is challenged there and answered',
      seen: 'May 2026',
      sources: ['anthropics/claude-ai-mcp#62', 'anthropics/claude-ai-mcp#930'],
      exchange: [
        {
          send: 'POST {mcp}/',
          headers: PROBE,
          json: legacy('initialize', INITIALIZE),
          answer: { status: 401, headers: { 'www-authenticate': expect.stringContaining('resource_metadata=') } },
        },
        call(legacy('tools/call', WHOAMI), ADA, CLAUDE_USER, '{mcp}/'),
      ],
    },
    {
      promise: 'types the address with a slash behind it, and is challenged and answered as without',
      seen: 'July 2026',
      sources: ['open-webui/mcpo#209', 'anthropics/claude-ai-mcp#1056'],
      exchange: [
        { send: 'POST {mcp}/mcp/', headers: PROBE, json: legacy('initialize', INITIALIZE), answer: { status: 401 } },
        call(legacy('tools/call', WHOAMI), ADA, CLAUDE_USER, '{mcp}/mcp/'),
      ],
    },
    {
      promise: 'renews twice with one refresh token, as its two machines do, and keeps its connection',
      seen: 'July 2026',
      sources: ['PrefectHQ/fastmcp#4264', 'anthropics/claude-code#48557'],
      exchange: [
        { ...renew(SECRET, PROBE), keep: {} },
        renew(SECRET, PROBE),
        call(legacy('tools/call', WHOAMI), ADA, CLAUDE_USER),
      ],
    },
    {
      promise: 'comes with a token that ended and the id of a session of before, and is asked to renew',
      seen: 'June 2026',
      sources: ['punkpeye/mcp-proxy#108'],
      exchange: [
        call(
          legacy('tools/list', {}),
          { status: 401, headers: { 'www-authenticate': expect.stringContaining('error="invalid_token"') } },
          { ...CLAUDE_USER, Authorization: 'Bearer eyJhbGciOiJSUzI1NiJ9.e30.AAAA', 'Mcp-Session-Id': 'gone' },
        ),
      ],
    },
    {
      promise: 'calls eight times at once and is held back in none',
      seen: 'September 2026',
      sources: ['anthropics/claude-ai-mcp#1044'],
      exchange: Array.from({ length: 8 }, () => call(legacy('tools/call', WHOAMI), ADA, CLAUDE_USER)),
    },
    {
      promise: 'redeems what is no code and is told so in JSON, whatever it accepts',
      seen: 'April 2026',
      sources: ['anthropics/claude-ai-mcp#134', 'RFC 6749 §5.2'],
      exchange: ['text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2', 'text/html'].flatMap((Accept) => [
        {
          ...redeem(CALLBACK, { ...SECRET, code: 'none' }, { Accept }),
          answer: {
            status: 400,
            headers: { 'content-type': expect.stringContaining('json') },
            body: { error: 'invalid_grant' },
          },
          keep: {},
        },
        {
          ...register({ redirect_uris: ['http://example.com/'] }, { Accept }),
          answer: { status: 400, body: { error: 'invalid_redirect_uri' } },
          keep: {},
        },
      ]),
    },
  ],
  neverTried:
    'The client itself: it needs a public https address at port 443, which it comes to from 160.79.104.0/21. Its cache of tool lists and of failed verdicts, its icon, its limits of time and size.',
};
