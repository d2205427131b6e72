import { letWritesFinish } from '@countersign/access/gate/let-writes-finish';
import { createApiKey } from '@countersign/access/keys/create-api-key';
import { OAUTH_SCOPES, type OAuthScope } from '@countersign/contracts/scopes';
import type { Pool } from '@countersign/db/connections/pool';
import { transaction, withQueries } from '@countersign/db/connections/transaction';
import { fixedId } from '@countersign/runtime/ids';
import { createLog } from '@countersign/runtime/log';
import { aConnection, type ConnectionParts } from '@countersign/testing/connection-builder';
import { TEST_SECRET_KEY, type TestDatabase } from '@countersign/testing/test-database';
import type { InjectOptions } from 'fastify';
import { type AppDeps, buildApp } from '../src/app.ts';
import { testCatalogue } from './test-catalogue.ts';

export const MCP_URL = 'https://mcp.example.test';
export const AUTH_URL = 'https://auth.example.test';
export const CONSOLE_URL = 'https://console.example.test';
export const RESOURCE = `${MCP_URL}/mcp`;

const COUNTED_BUT_NEVER_REACHED = {
  RATE_LIMIT_CREDENTIAL: 1e9,
  RATE_LIMIT_PERSON: 1e9,
  RATE_LIMIT_ORGANIZATION: 1e9,
};

/** The app over a test database, without a port. */
export function buildTestApp(
  pool: Pool,
  changed: Omit<Partial<AppDeps>, 'env'> & { readonly env?: Partial<AppDeps['env']> } = {},
) {
  const { env, ...deps } = changed;
  return buildApp({
    env: {
      MCP_URL,
      AUTH_URL,
      CONSOLE_URL,
      TRUST_PROXY: [],
      AUDIT_TOOL_CALLS: 'on',
      MCP_ALLOWED_ORIGINS: ['http://localhost:6274'],
      METRICS_TOKEN: undefined,
      REDIS_URL: undefined,
      FILE_LINK_KEY: TEST_SECRET_KEY,
      ...COUNTED_BUT_NEVER_REACHED,
      ...env,
    },
    pool,
    log: createLog('mcp', 'silent'),
    clock: () => new Date(),
    catalogue: testCatalogue,
    files: new Map(),
    ...deps,
  });
}

export function connect(database: TestDatabase, parts: Partial<ConnectionParts> = {}) {
  return aConnection(database.owner, { issuer: AUTH_URL, resource: RESOURCE, ...parts });
}

interface KeySeed {
  readonly scopes: readonly string[];
  readonly organization?: string;
  /** Makes it a personal key of this demo person. */
  readonly person?: string;
  readonly createdBy?: string;
  readonly expiresAt?: Date;
  readonly allowedAddresses?: readonly string[];
}

/** An API key as the console would make it. */
export function aKey({ control }: TestDatabase, seed: KeySeed): Promise<{ id: string; key: string }> {
  const { organization = 'acme', person, createdBy = person ?? 'ada', expiresAt, ...rest } = seed;
  return withQueries(control, (db) =>
    createApiKey(db, {
      ...rest,
      kind: person ? 'personal' : 'organization',
      organizationId: fixedId('organization', organization),
      userId: person ? fixedId('user', person) : null,
      name: 'Nightly report',
      expiresAt: expiresAt?.toISOString() ?? null,
      createdBy: fixedId('user', createdBy),
    }),
  );
}

export type Era = 'legacy' | 'modern';
export const ERAS: readonly Era[] = ['legacy', 'modern'];

export interface Message extends InjectOptions {
  readonly headers: Record<string, string>;
  readonly payload: object & Record<string, unknown>;
}

/** A JSON-RPC message as clients of that era send it, to inject. */
export function message(
  era: Era,
  method: string,
  params: Record<string, unknown> = {},
  { accessToken, url = '/mcp', id = 1 }: { accessToken?: string; url?: string; id?: string | number } = {},
): Message {
  const modern = {
    'mcp-protocol-version': '2026-07-28',
    'mcp-method': method,
    ...(typeof params['name'] === 'string' && { 'mcp-name': params['name'] }),
  };
  const meta = {
    'io.modelcontextprotocol/protocolVersion': '2026-07-28',
    'io.modelcontextprotocol/clientCapabilities': {},
    'io.modelcontextprotocol/clientInfo': { name: 'test', version: '1' },
  };
  return {
    method: 'POST',
    url,
    headers: {
      host: 'mcp.example.test',
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      ...(era === 'modern' ? modern : { 'mcp-protocol-version': '2025-11-25' }),
      ...(accessToken && { authorization: `Bearer ${accessToken}` }),
    },
    payload: { jsonrpc: '2.0', id, method, params: era === 'modern' ? { ...params, _meta: meta } : params },
  };
}

export function call(era: Era, name: string, input: Record<string, unknown>, accessToken: string, url = '/mcp') {
  return message(era, 'tools/call', { name, arguments: input }, { accessToken, url });
}

/** What a tool call came to: the error code of ours, or nothing. */
export function errorCode(body: string): string | undefined {
  const { result } = JSON.parse(body) as { result?: { _meta?: Record<string, { code?: string } | undefined> } };
  return result?._meta?.['countersign/error']?.code;
}

export async function setSwitches(
  pool: Pool,
  slug: string,
  switches: { readonly mcpAccess?: boolean; readonly mcpWrite?: boolean; readonly mcpBillingWrite?: boolean },
): Promise<void> {
  await transaction(pool, async (db) => {
    await letWritesFinish(db, fixedId('organization', slug));
    await db.updateTable('organization').set(switches).where('slug', '=', slug).execute();
  });
}

export const READ_ONLY: readonly OAuthScope[] = OAUTH_SCOPES.slice(0, 1);
