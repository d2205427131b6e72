import { expect } from 'vitest';
import type { Sent, Step } from './hosted-client.ts';

/** RFC 7591 as most of them send it. */
export interface Registration {
  readonly redirect_uris: readonly string[];
  readonly client_name?: string;
  readonly token_endpoint_auth_method?: string;
}

const GRANTS = { grant_types: ['authorization_code', 'refresh_token'], response_types: ['code'] };

/** Registers, and keeps `{client}`; `{secret}` where it is to have one. */
export function register(registration: Registration, headers: Sent['headers'] = {}): Sent {
  const isPublic = registration.token_endpoint_auth_method === 'none';
  return {
    send: 'POST {auth}/oauth/register',
    headers,
    json: { ...GRANTS, ...registration },
    answer: {
      status: 201,
      headers: { 'cache-control': expect.stringContaining('no-store') },
      body: {
        redirect_uris: registration.redirect_uris,
        token_endpoint_auth_method: registration.token_endpoint_auth_method ?? 'client_secret_basic',
        ...(!isPublic && { client_secret: expect.any(String) }),
      },
    },
    keep: { client: 'client_id', ...(!isPublic && { secret: 'client_secret' }) },
  };
}

/** Redeems `{code}` and keeps `{token}` and `{refresh}`. */
export function redeem(callback: string, form: Record<string, string>, headers: Sent['headers'] = {}): Sent {
  return {
    send: 'POST {auth}/oauth/token',
    headers,
    form: {
      grant_type: 'authorization_code',
      code: '{code}',
      redirect_uri: callback,
      code_verifier: '{verifier}',
      ...form,
    },
    answer: { status: 200, body: { token_type: 'Bearer', refresh_token: expect.any(String) } },
    keep: { token: 'access_token', refresh: 'refresh_token' },
  };
}

/** Renews with `{refresh}` and keeps the new ones. */
export function renew(form: Record<string, string>, headers: Sent['headers'] = {}): Sent {
  return {
    ...redeem('', {}, headers),
    form: { grant_type: 'refresh_token', refresh_token: '{refresh}', ...form },
  };
}

/** The client’s id and its secret. */
export const BASIC = { Authorization: 'Basic {basic}' };

/** The whole way of a client that registers as nobody in particular and shows no secret. */
export function signInPublicly(name: string, callback: string, visit: Record<string, string> = {}): readonly Step[] {
  return [
    register({ client_name: name, redirect_uris: [callback], token_endpoint_auth_method: 'none' }),
    {
      visit: { client_id: '{client}', redirect_uri: callback, resource: '{mcp}/mcp', ...visit },
      choice: { write: true },
    },
    redeem(callback, { client_id: '{client}', resource: '{mcp}/mcp' }),
  ];
}

/** A message of 2025-11-25 and before. */
export function legacy(method: string, params?: object, id: unknown = 1) {
  return { jsonrpc: '2.0', id, method, ...(params && { params }) };
}

/** A message of 2026-07-28, which says in itself what it is. */
export function modern(method: string, params: object = {}) {
  const meta = {
    'io.modelcontextprotocol/protocolVersion': '2026-07-28',
    'io.modelcontextprotocol/clientInfo': { name: 'hosted', version: '1.0.0' },
    'io.modelcontextprotocol/clientCapabilities': {},
  };
  return legacy(method, { ...params, _meta: meta });
}

/** The headers that go with it. */
export function modernHeaders(method: string, name?: string): Record<string, string> {
  return { 'MCP-Protocol-Version': '2026-07-28', 'Mcp-Method': method, ...(name && { 'Mcp-Name': name }) };
}

/** A message to the connector with the client’s credential. */
export function call(json: object, answer: Sent['answer'], headers: Sent['headers'] = {}, at = '{mcp}/mcp'): Sent {
  return {
    send: `POST ${at}`,
    headers: { Accept: 'application/json, text/event-stream', Authorization: 'Bearer {token}', ...headers },
    json,
    answer,
  };
}

/** Answers of the connector. */
export const TOOLS = { status: 200, body: { result: { tools: expect.any(Array) } } };
export const ADA = {
  status: 200,
  body: { result: { structuredContent: expect.objectContaining({ email: 'ada@example.test' }) } },
};
export const WHOAMI = { name: 'whoami', arguments: {} };

/** What a client asks for that takes the connector’s own host for the authorization server. */
export const METADATA_AT_CONNECTOR: Sent = {
  send: 'GET {mcp}/.well-known/oauth-authorization-server',
  answer: { status: 200, body: { issuer: '{auth}', token_endpoint: expect.any(String) } },
};

/** A call of a tool that reads, with these arguments as its host wrote them. */
export function read(name: string, input: unknown): Sent {
  return call(legacy('tools/call', { name, arguments: input }), {
    status: 200,
    body: { result: { structuredContent: { items: expect.any(Array) } } },
  });
}

/** A list of tools in whose inputs none of these keywords stands. */
export function listWithout(...keywords: readonly RegExp[]): Sent {
  return call(legacy('tools/list', {}), {
    status: 200,
    body: {
      result: {
        tools: expect.toSatisfy((tools: { inputSchema: object }[]) => {
          const inputs = JSON.stringify(tools.map(({ inputSchema }) => inputSchema));
          return tools.length > 0 && !keywords.some((keyword) => keyword.test(inputs));
        }),
      },
    },
  });
}
