import { createHash, randomBytes } from 'node:crypto';
import { createLog } from '@countersign/runtime/log';
import { createTestDatabase, TEST_SECRET_KEY, type TestDatabase } from '@countersign/testing/test-database';
import type { FastifyInstance } from 'fastify';
import { buildApp } from '../../src/app.ts';
import { readAuthEnv } from '../../src/env.ts';
import { type Page, TestBrowser } from './test-browser.ts';

export const AUTH_URL = 'http://localhost:4000';
const MCP_URL = 'http://localhost:4001';
export const DEMO_PASSWORD = 'countersign-demo';
/** Where clients of these tests are sent back to, unless they say otherwise. */
export const CALLBACK = 'https://client.example/callback';

export interface AuthSite {
  readonly app: FastifyInstance;
  readonly database: TestDatabase;
  /** Moves the app's clock forward. */
  readonly wait: (seconds: number) => void;
  readonly browser: (address?: string) => TestBrowser;
  readonly close: () => Promise<void>;
}

/** The whole authorization server over a database of its own with the demo data. */
export async function openAuthSite(settings: Readonly<Record<string, string>> = {}): Promise<AuthSite> {
  const database = await createTestDatabase('demo');
  let aheadMs = 0;
  const env = readAuthEnv({
    AUTH_URL,
    MCP_URL,
    DATABASE_URL: database.controlUrl,
    SECRET_KEY: TEST_SECRET_KEY,
    ...settings,
  });
  const app = await buildApp({
    env,
    pool: database.control,
    log: createLog('auth', 'silent'),
    clock: () => new Date(Date.now() + aheadMs),
  });
  return {
    app,
    database,
    wait: (seconds) => {
      aheadMs += seconds * 1000;
    },
    browser: (address) => new TestBrowser(app, env.AUTH_URL, address),
    close: async () => {
      await app.close();
      await database.drop();
    },
  };
}

export interface AskingClient {
  readonly name?: string;
  readonly redirectUri?: string;
  /** The connector's path, `/mcp` or one that names an organization. */
  readonly resourcePath?: string;
  readonly scope?: string;
}

/** Registers a client as any client may, and returns the path of an authorization request by it. */
export async function authorizationRequest({ app }: AuthSite, client: AskingClient = {}): Promise<string> {
  const { name = 'Test Client', redirectUri = CALLBACK, resourcePath = '/mcp' } = client;
  const registered = await app.inject({
    method: 'POST',
    url: '/oauth/register',
    payload: { client_name: name, redirect_uris: [redirectUri], token_endpoint_auth_method: 'none' },
  });
  const { client_id: clientId } = registered.json<{ client_id?: string }>();
  if (!clientId) throw new Error(`Not registered: ${registered.body}`);
  const query = new URLSearchParams({
    client_id: clientId,
    redirect_uri: redirectUri,
    response_type: 'code',
    scope: client.scope ?? 'mcp:read mcp:write mcp:write:billing',
    state: 'the state',
    resource: MCP_URL + resourcePath,
    code_challenge: createHash('sha256').update(randomBytes(32)).digest('base64url'),
    code_challenge_method: 'S256',
  });
  return `/oauth/authorize?${query.toString()}`;
}

/** Signs a browser in at the page it is at, or at the start. */
export async function signInAs(browser: TestBrowser, person: string, at?: Page): Promise<Page> {
  const page = at ?? (await browser.get('/sign-in'));
  return browser.submit(page, '/sign-in', { email: `${person}@example.test`, password: DEMO_PASSWORD });
}

/** Opens the consent page of a new request as this person. */
export async function openConsent(
  site: AuthSite,
  person: string,
  client: AskingClient = {},
): Promise<{ readonly browser: TestBrowser; readonly page: Page }> {
  const browser = site.browser();
  const signInPage = await browser.get(await authorizationRequest(site, client));
  return { browser, page: await signInAs(browser, person, signInPage) };
}

/** What stands in the database after a consent: nothing of a refused one. */
export async function connectionsOf({
  database,
}: AuthSite): Promise<readonly { approved: string[]; team_id: string | null }[]> {
  const { rows } = await database.owner.query<{ approved: string[]; team_id: string | null }>(
    'select approved, team_id from connection order by created_at',
  );
  return rows;
}
