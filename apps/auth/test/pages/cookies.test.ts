import { Browser } from '@countersign/testing/browser';
import { authorizationUrl, pkce, REDIRECT_URI, registerPublic } from '@countersign/testing/oauth-client';
import { Person } from '@countersign/testing/person';
import { SECOND_PROVIDER_CLIENT, startSecondProvider } from '@countersign/testing/second-provider';
import type { Fetch } from '@countersign/testing/site';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { injectedFetch } from '../injected-fetch.ts';
import { type AuthSite, openAuthSite } from './auth-site.ts';

const AUTH_URL = 'https://auth.example.com';
const MCP_URL = 'https://mcp.example.com';

let site: AuthSite;
let second: Awaited<ReturnType<typeof startSecondProvider>>;
beforeAll(async () => {
  second = await startSecondProvider({});
  second.knowClient(`${AUTH_URL}/sign-in/with/acme/callback`);
  site = await openAuthSite({
    AUTH_URL,
    MCP_URL,
    CONSOLE_URL: 'https://console.example.com',
    OIDC_PROVIDERS: 'acme',
    OIDC_ACME_ISSUER: second.issuer,
    OIDC_ACME_CLIENT_ID: SECOND_PROVIDER_CLIENT.id,
    OIDC_ACME_CLIENT_SECRET: SECOND_PROVIDER_CLIENT.secret,
    OIDC_ACME_ALLOWED_DOMAINS: 'example.test',
  });
});
afterAll(async () => {
  await site?.close();
  await second?.close();
});

/** What was set on the way, as `Set-Cookie` says it. */
async function cookiesOf(walk: (server: { url: string; fetch: Fetch }) => Promise<unknown>): Promise<Set<string>> {
  const lines: string[] = [];
  const inner = injectedFetch(site.app);
  const fetch: Fetch = async (url, init) => {
    const response = await inner(url, init);
    lines.push(...response.headers.getSetCookie());
    return response;
  };
  await walk({ url: AUTH_URL, fetch });
  return new Set(lines);
}

async function connectOnce(server: { url: string; fetch: Fetch }): Promise<void> {
  const person = new Person('ada', new Browser(server));
  const request = { client_id: await registerPublic(server), redirect_uri: REDIRECT_URI, scope: 'mcp:read' };
  const url = authorizationUrl(server, { ...request, resource: `${MCP_URL}/mcp`, code_challenge: pkce().challenge });
  const page = await person.reachConsent(url);
  await person.choose(page, { organization: 'Acme Studio' });
  await (await person.browser.open('/sign-out')).submit('Sign out');
}

async function leaveForProvider(server: { url: string; fetch: Fetch }): Promise<void> {
  await (await new Browser(server).open('/sign-in')).submit('Continue with Acme');
}

it('every cookie is for this host over https, out of reach of scripts, and sent with no form of another site', async () => {
  const set = [...(await cookiesOf(connectOnce)), ...(await cookiesOf(leaveForProvider))];
  const names = new Set(set.map((line) => line.split('=')[0]?.replace(/(external_).*/, '$1')));
  expect(names).toEqual(
    new Set([
      '__Host-countersign_external_',
      '__Host-countersign_form',
      '__Host-countersign_login',
      '__Host-oauth_session',
      '__Host-oauth_session.sig',
      '__Secure-oauth_interaction',
      '__Secure-oauth_interaction.sig',
      '__Secure-oauth_resume',
      '__Secure-oauth_resume.sig',
    ]),
  );
  for (const line of set) {
    const attributes = line.toLowerCase().split(/;\s*/).slice(1);
    expect(attributes, line).toEqual(expect.arrayContaining(['httponly', 'samesite=lax', 'secure']));
    expect(
      attributes.some((attribute) => attribute.startsWith('domain=')),
      line,
    ).toBe(false);
    const path = attributes.find((attribute) => attribute.startsWith('path='));
    expect(path, line).toMatch(
      line.startsWith('__Host-') ? /^path=\/$/ : /^path=\/oauth\/(interaction|authorize)\/[\w-]+$/,
    );
  }
});
