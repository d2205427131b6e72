import type { Choice, Person } from '@countersign/testing/person';
import {
  Client as ModernClient,
  StreamableHTTPClientTransport as ModernTransport,
  type OAuthDiscoveryState,
} from '@modelcontextprotocol/client';
import { Client as LegacyClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as LegacyTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { decodeJwt } from 'jose';

/** The clients a journey is walked with: SDK v2 in both protocol eras, and the frozen v1 line. */
export const CLIENT_KINDS = ['SDK v2, 2026-07-28', 'SDK v2, 2025-11-25', 'SDK v1'] as const;
export type ClientKind = (typeof CLIENT_KINDS)[number];

export interface ToolResult {
  readonly isError?: boolean;
  readonly structuredContent?: Record<string, unknown>;
  readonly content: readonly { readonly type: string; readonly text?: string }[];
}

/** A connected MCP client, whichever SDK drives it. */
export interface McpClient {
  readonly listTools: () => Promise<{ name: string; annotations?: Record<string, unknown> }[]>;
  readonly call: (tool: string, input?: Record<string, unknown>) => Promise<ToolResult>;
  /** The output of a call that is to succeed; throws what the tool said when it does not. */
  readonly answer: <Output>(tool: string, input?: Record<string, unknown>) => Promise<Output>;
  /** The claims of the access token in use. */
  readonly claims: () => Record<string, unknown>;
  readonly credentials: Credentials;
  readonly close: () => Promise<void>;
}

interface Tokens {
  access_token: string;
  token_type: string;
  refresh_token?: string;
  expires_in?: number;
  scope?: string;
}

interface ClientInformation {
  client_id: string;
  client_secret?: string;
}

/** Where a client keeps what the authorization server gave it; both SDKs' `OAuthClientProvider`. */
export class Credentials {
  readonly redirectUrl: string;
  readonly clientMetadata;
  authorizationUrl: URL | undefined;
  #client: ClientInformation | undefined;
  #tokens: Tokens | undefined;
  #verifier = '';
  #discovery: OAuthDiscoveryState | undefined;

  constructor(redirectUrl = 'http://127.0.0.1:7777/callback') {
    this.redirectUrl = redirectUrl;
    this.clientMetadata = {
      client_name: 'Journey client',
      redirect_uris: [redirectUrl],
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      token_endpoint_auth_method: 'none',
    };
  }
  clientInformation(): ClientInformation | undefined {
    return this.#client;
  }
  saveClientInformation(client: ClientInformation): void {
    this.#client = client;
  }
  tokens(): Tokens | undefined {
    return this.#tokens;
  }
  saveTokens(tokens: Tokens): void {
    this.#tokens = tokens;
  }
  redirectToAuthorization(url: URL): void {
    this.authorizationUrl = url;
  }
  saveCodeVerifier(verifier: string): void {
    this.#verifier = verifier;
  }
  codeVerifier(): string {
    return this.#verifier;
  }
  saveDiscoveryState(state: OAuthDiscoveryState): void {
    this.#discovery = state;
  }
  discoveryState(): OAuthDiscoveryState | undefined {
    return this.#discovery;
  }
  /** What the SDK asks for when the authorization server says a credential is dead. */
  invalidateCredentials(what: 'all' | 'client' | 'tokens' | 'verifier' | 'discovery'): void {
    if (what === 'all' || what === 'client') this.#client = undefined;
    if (what === 'all' || what === 'tokens') this.#tokens = undefined;
    if (what === 'all' || what === 'discovery') this.#discovery = undefined;
  }
  /** What the authorization server would store of this client, and what a thief would want. */
  held(): { clientId: string; accessToken: string; refreshToken: string } {
    const [client, tokens] = [this.#client, this.#tokens];
    if (!client || !tokens?.refresh_token) throw new Error('Not connected');
    return { clientId: client.client_id, accessToken: tokens.access_token, refreshToken: tokens.refresh_token };
  }
}

/** Connects from nothing but the connector URL: discovery, registration, sign-in, consent, token. */
export async function connect(kind: ClientKind, url: string, person: Person, choice: Choice): Promise<McpClient> {
  const credentials = new Credentials();
  const first = open(kind, url, { authProvider: credentials });
  const refusal = await first.connect().then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!credentials.authorizationUrl) throw new Error('The client was not sent to authorize', { cause: refusal });
  const callback = await person.consent(credentials.authorizationUrl, choice);
  await first.finish(callback.searchParams);
  return reconnect(kind, url, credentials);
}

/** Connects with credentials it already has, as a client does when it starts again. */
export async function reconnect(kind: ClientKind, url: string, credentials: Credentials): Promise<McpClient> {
  const opened = open(kind, url, { authProvider: credentials });
  await opened.connect();
  return {
    listTools: opened.listTools,
    call: opened.call,
    answer: async <Output>(tool: string, input?: Record<string, unknown>) => {
      const { isError, structuredContent, content } = await opened.call(tool, input);
      if (isError) throw new Error(`${tool}: ${content[0]?.text}`);
      return structuredContent as Output;
    },
    credentials,
    claims: () => decodeJwt(credentials.held().accessToken),
    close: opened.close,
  };
}

/** Connects with an API key in the header, as clients do that have been told one. */
export async function connectWithKey(kind: ClientKind, url: string, key: string) {
  const { connect, ...client } = open(kind, url, { requestInit: { headers: { Authorization: `Bearer ${key}` } } });
  await connect();
  return client;
}

const INFO = { name: 'journey', version: '1.0.0' };

type Presented = { readonly authProvider: Credentials } | { readonly requestInit: RequestInit };

function open(kind: ClientKind, url: string, presented: Presented) {
  if (kind === 'SDK v1') {
    const transport = new LegacyTransport(new URL(url), presented);
    const client = new LegacyClient(INFO);
    return {
      connect: () => client.connect(transport),
      finish: (callback: URLSearchParams) => transport.finishAuth(callback.get('code') ?? ''),
      listTools: async () => (await client.listTools()).tools as Awaited<ReturnType<McpClient['listTools']>>,
      call: async (name: string, input: Record<string, unknown> = {}) =>
        (await client.callTool({ name, arguments: input })) as ToolResult,
      close: () => client.close(),
    };
  }
  const mode = kind === 'SDK v2, 2026-07-28' ? { pin: '2026-07-28' } : ('legacy' as const);
  const transport = new ModernTransport(new URL(url), presented);
  const client = new ModernClient(INFO, { versionNegotiation: { mode } });
  return {
    connect: () => client.connect(transport),
    finish: (callback: URLSearchParams) => transport.finishAuth(callback),
    listTools: async () => (await client.listTools()).tools as Awaited<ReturnType<McpClient['listTools']>>,
    call: async (name: string, input: Record<string, unknown> = {}) =>
      (await client.callTool({ name, arguments: input })) as ToolResult,
    close: () => client.close(),
  };
}
