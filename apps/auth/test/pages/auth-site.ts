import { createLog } from '@countersign/runtime/log';
import { Browser } from '@countersign/testing/browser';
import { authorizationUrl, pkce, REDIRECT_URI, registerPublic } from '@countersign/testing/oauth-client';
import type { Page } from '@countersign/testing/page';
import { Person } from '@countersign/testing/person';
import { createTestDatabase, TEST_SECRET_KEY, type TestDatabase } from '@countersign/testing/test-database';
import type { FastifyInstance } from 'fastify';
import { buildApp } from '../../src/app.ts';
import { readAuthEnv } from '../../src/env.ts';
import { injectedFetch } from '../injected-fetch.ts';

export const AUTH_URL = 'http://localhost:4000';
const MCP_URL = 'http://localhost:4001';

export interface AuthSite {
  readonly app: FastifyInstance;
  readonly database: TestDatabase;
  /** Moves the app's clock forward. */
  readonly wait: (seconds: number) => void;
  /** A browser at this address of the net. */
  readonly browser: (address?: string) => Browser;
  readonly person: (name: string, address?: string) => Person;
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
  const browser = (address = '192.0.2.1') => new Browser({ url: env.AUTH_URL, fetch: injectedFetch(app, address) });
  return {
    app,
    database,
    wait: (seconds) => {
      aheadMs += seconds * 1000;
    },
    browser,
    person: (name, address) => new Person(name, browser(address)),
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

/** Registers a client as any client may, and returns the address of an authorization request by it. */
export async function authorizationRequest({ app }: AuthSite, client: AskingClient = {}): Promise<string> {
  const { name = 'Test Client', redirectUri = REDIRECT_URI, resourcePath = '/mcp' } = client;
  const server = { url: AUTH_URL, fetch: injectedFetch(app) };
  return authorizationUrl(server, {
    client_id: await registerPublic(server, redirectUri, name),
    redirect_uri: redirectUri,
    scope: client.scope ?? 'mcp:read mcp:write mcp:write:billing',
    state: 'the state',
    resource: MCP_URL + resourcePath,
    code_challenge: pkce().challenge,
  });
}

/** Signs somebody in at the start. */
export async function signIn(person: Person): Promise<Page> {
  return person.signIn(await person.browser.open('/sign-in'));
}

/** Opens the consent page of a new request as this person. */
export async function openConsent(
  site: AuthSite,
  name: string,
  client: AskingClient = {},
): Promise<{ readonly person: Person; readonly page: Page }> {
  const person = site.person(name);
  return { person, page: await person.reachConsent(await authorizationRequest(site, client)) };
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
