import type { Browser } from '@countersign/testing/browser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AUTH_URL, type AuthSite, openAuthSite, openConsent } from './auth-site.ts';

let site: AuthSite;
let browser: Browser;
let paths: string[];
beforeAll(async () => {
  site = await openAuthSite({
    OIDC_PROVIDERS: 'acme',
    OIDC_ACME_ISSUER: 'http://127.0.0.1:9',
    OIDC_ACME_CLIENT_ID: 'x',
    OIDC_ACME_CLIENT_SECRET: 'x',
    OIDC_ACME_ALLOWED_DOMAINS: 'example.test',
  });
  const { person, page } = await openConsent(site, 'ada');
  ({ browser } = person);
  const uid = /interaction\/([\w-]+)/.exec(page.form('Allow').action)?.[1] ?? '';
  paths = postRoutes().map((route) => route.replace(':uid', uid).replace(':provider', 'acme'));
});
afterAll(() => site?.close());

/** These take their credentials from the body and no cookie, so that it does not matter who sends them. */
const WITHOUT_COOKIES = new Set(['/oauth/token', '/oauth/register', '/oauth/revoke']);

/** Every path the router takes a POST at. It draws them as a tree, each below its beginning. */
function postRoutes(): string[] {
  const above: string[] = [];
  const lines = site.app.printRoutes({ commonPrefix: false, method: 'POST' }).trimEnd().split('\n');
  const routes = lines.map((line) => {
    const [, indent = '', part = ''] = /^([│├└─\s]*)(\/\S*) \(POST\)$/.exec(line) ?? [];
    const depth = indent.length / 4 - 1;
    above.splice(depth, above.length, part);
    return above.join('');
  });
  return routes.filter((route) => !WITHOUT_COOKIES.has(route.replace(/\/$/, '')));
}

/** What any of them could have changed. */
async function state(): Promise<unknown> {
  const tables = [
    'audit_event',
    'login_session',
    'connection',
    'outgoing_mail',
    'oidc_payload',
    'sign_in_throttle',
    '"user"',
  ];
  const counts = tables.map((table) => `(select count(*)::int from ${table}) as ${table}`);
  return (await site.database.owner.query(`select ${counts.join(', ')}`)).rows[0];
}

async function statusesOf(headers: Record<string, string>): Promise<Record<string, number>> {
  const found = paths.map(async (path) => [path, (await browser.submitRaw(path, {}, headers)).status] as const);
  return Object.fromEntries(await Promise.all(found));
}

/** The provider's own page refuses in its own way, by a token in its session. */
const refused = () => ({
  ...Object.fromEntries(paths.map((path) => [path, 403])),
  '/oauth/session/end/confirm': 400,
  '/oauth/session/end/confirm/': 400,
});

describe('no POST that a cookie could carry', () => {
  it('is one we forgot: the router knows as many as there are forms', () => {
    expect(paths.length).toBeGreaterThanOrEqual(20);
    expect(paths).toEqual(
      expect.arrayContaining(['/forgot-password', '/sign-in/with/acme', '/oauth/session/end/confirm']),
    );
  });

  it.each([
    ['from another site', { origin: 'https://evil.example' }],
    ['from a page of no site', { origin: 'null' }],
    ['from another port of this host', { origin: `${AUTH_URL}0` }],
    ['from another site that hides its origin', { origin: AUTH_URL, 'sec-fetch-site': 'cross-site' }],
    ['from a sibling of this site', { origin: AUTH_URL, 'sec-fetch-site': 'same-site' }],
  ])('is taken %s', async (_from, headers) => {
    const before = await state();
    expect(await statusesOf(headers)).toEqual(refused());
    expect(await state()).toEqual(before);
  });

  it('is taken without the token of its form', async () => {
    const before = await state();
    // Who is signed in has no such form, and is sent where they can go on.
    expect(await statusesOf({ origin: AUTH_URL })).toEqual({ ...refused(), '/invitation/sign-up': 303 });
    expect(await state()).toEqual(before);
  });
});
