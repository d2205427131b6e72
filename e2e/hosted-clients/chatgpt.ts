import { expect } from 'vitest';
import type { HostedClient } from './hosted-client.ts';
import { ADA, call, legacy, modern, modernHeaders, redeem, register, renew, TOOLS, WHOAMI } from './spellings.ts';

const CALLBACK = 'https://chatgpt.com/connector/oauth/nEVS1VIhVYIM';
const OAUTH = { 'User-Agent': 'Python/3.12 aiohttp/3.9.5' };
const MCP = { 'User-Agent': 'openai-mcp/1.0.0 (ChatGPT)' };
const CLIENT = { client_id: '{client}' };

export const chatGpt: HostedClient = {
  name: 'ChatGPT',
  signsIn: {
    promise: 'takes the metadata of OpenID, registers without a secret and asks for who its person is',
    seen: 'September 2026',
    sources: ['mgaitan/quilombo#140', 'https://developers.openai.com/plugins/build/auth'],
    exchange: [
      { send: 'POST {mcp}/mcp', headers: MCP, json: legacy('initialize', {}), answer: { status: 401 } },
      {
        send: 'GET {auth}/.well-known/openid-configuration',
        headers: OAUTH,
        answer: {
          status: 200,
          body: {
            issuer: '{auth}',
            registration_endpoint: expect.any(String),
            code_challenge_methods_supported: ['S256'],
            authorization_response_iss_parameter_supported: true,
          },
        },
      },
      register({ client_name: 'ChatGPT', redirect_uris: [CALLBACK], token_endpoint_auth_method: 'none' }, OAUTH),
      {
        visit: {
          ...CLIENT,
          redirect_uri: CALLBACK,
          resource: '{mcp}/mcp',
          scope: 'openid email profile mcp:read mcp:write',
        },
        choice: { write: true },
      },
      redeem(CALLBACK, { ...CLIENT, resource: '{mcp}/mcp' }, OAUTH),
    ],
  },
  replays: [
    {
      promise: 'discovers, lists and calls without ever initializing',
      seen: 'October 2026',
      sources: ['yyjeqhc/webcodex#8'],
      exchange: [
        call(modern('server/discover'), { status: 200 }, { ...MCP, ...modernHeaders('server/discover') }),
        call(modern('tools/list'), TOOLS, { ...MCP, ...modernHeaders('tools/list') }),
        call(modern('tools/call', WHOAMI), ADA, { ...MCP, ...modernHeaders('tools/call', 'whoami') }),
        call(modern('ping'), { status: 404, body: { error: { code: -32601 } } }, { ...MCP, ...modernHeaders('ping') }),
      ],
    },
    {
      promise: 'may call from its page, and is given no stream',
      seen: 'July 2026',
      sources: ['chrisdoc/hevy-mcp#720', 'modelcontextprotocol/csharp-sdk#1039'],
      exchange: [
        call(legacy('tools/call', WHOAMI), ADA, { ...MCP, Origin: 'https://chatgpt.com' }),
        {
          send: 'GET {mcp}/mcp',
          headers: { ...MCP, Accept: 'text/event-stream', Authorization: 'Bearer {token}' },
          answer: { status: 405, headers: { allow: expect.stringContaining('POST') } },
        },
      ],
    },
    {
      promise: 'is shown a title and all hints of every tool',
      seen: 'August 2026',
      sources: ['nowledge-co/community#481'],
      exchange: [
        call(legacy('tools/list', {}), {
          status: 200,
          body: {
            result: {
              tools: expect.toSatisfy((tools: { title?: string; annotations?: Record<string, unknown> }[]) =>
                tools.every(
                  ({ title, annotations = {} }) =>
                    title && ['readOnlyHint', 'destructiveHint', 'openWorldHint'].every((hint) => hint in annotations),
                ),
              ),
            },
          },
        }),
      ],
    },
    {
      promise: 'initializes without saying what it can or who it is, and is read or told in a sentence',
      seen: 'June 2026',
      sources: ['joshuaswarren/remnic#1839', 'HarperFast/harper#1611'],
      exchange: [
        call(legacy('initialize', { protocolVersion: '2025-11-25' }), {
          status: 200,
          body: { result: { protocolVersion: '2025-11-25' } },
        }),
        call(legacy('initialize', {}), {
          status: 200,
          body: { error: { code: -32602, message: expect.stringMatching(/^[^[{]*protocolVersion[^[{]*$/) } },
        }),
      ],
    },
    {
      promise: 'sends the secret that its form asks for and nobody issued, in the body or as an empty password',
      seen: 'June 2026',
      sources: ['home-assistant/home-assistant.io#45156', 'BasedHardware/omi#8824', 'appstrate/appstrate#1152'],
      exchange: [
        renew({ ...CLIENT, client_secret: 'typed by its person' }, OAUTH),
        // The id and a colon, as Basic writes “no secret”.
        renew({}, { ...OAUTH, Authorization: 'Basic {nosecret}' }),
        call(legacy('tools/call', WHOAMI), ADA, MCP),
      ],
    },
  ],
  neverTried:
    'The client itself, its directory, its pages for signing in again, and how it counts a list of tools. A key in a header, which its developer mode takes, is tried with other clients.',
};
