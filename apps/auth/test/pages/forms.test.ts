import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  AUTH_URL,
  type AuthSite,
  connectionsOf,
  DEMO_PASSWORD,
  openAuthSite,
  openConsent,
  signInAs,
} from './auth-site.ts';
import { formOf, textOf } from './test-browser.ts';

let site: AuthSite;
beforeAll(async () => {
  site = await openAuthSite();
});
afterAll(() => site.close());

const ADA = { email: 'ada@example.test', password: DEMO_PASSWORD };

describe('a consent form', () => {
  it.each([
    ['another site', { origin: 'https://evil.example' }],
    ['a page without an origin', { origin: 'null' }],
    ['another site by Fetch Metadata', { origin: AUTH_URL, 'sec-fetch-site': 'cross-site' }],
    ['a sibling host', { 'sec-fetch-site': 'same-site' }],
  ])('is refused from %s', async (_, headers) => {
    const { browser, page } = await openConsent(site, 'ada');
    const { action, hidden } = formOf(page, '/consent');
    const answer = await browser.post(action, { ...hidden, organization: 'acme' }, headers);
    expect(answer.status).toBe(403);
    expect(await connectionsOf(site)).toEqual([]);
  });

  it('is refused without its token, with another form’s, and with another person’s', async () => {
    const { browser, page } = await openConsent(site, 'ada');
    const other = await openConsent(site, 'ada');
    const stranger = await openConsent(site, 'dana');
    const { action } = formOf(page, '/consent');
    const tokens = [
      undefined,
      '',
      formOf(other.page, '/consent').hidden.form_token,
      formOf(stranger.page, '/consent').hidden.form_token,
    ];
    for (const token of tokens) {
      const fields = { organization: 'acme', ...(token === undefined ? {} : { form_token: token }) };
      expect((await browser.post(action, fields)).status).toBe(403);
    }
    expect(await connectionsOf(site)).toEqual([]);
  });

  it('is worth nothing in another browser, even one where the same person is signed in', async () => {
    const { page } = await openConsent(site, 'ada');
    const elsewhere = site.browser();
    await signInAs(elsewhere, 'ada');
    const { action, hidden } = formOf(page, '/consent');
    const answer = await elsewhere.post(action, { ...hidden, organization: 'acme' });
    expect(answer.status).toBe(400);
    expect(textOf(answer)).toContain('This request has expired');
    expect(await connectionsOf(site)).toEqual([]);
  });

  it('is worth nothing once somebody else has signed in at this browser', async () => {
    const { browser, page } = await openConsent(site, 'ada');
    const { action, hidden } = formOf(page, '/consent');
    const signOut = await browser.get('/sign-out');
    await browser.submit(signOut, '/sign-out');
    await signInAs(browser, 'dana');
    const answer = await browser.post(action, { ...hidden, organization: 'acme' });
    expect(answer.status).toBe(303);
    expect(answer.location).toBe(page.url);
    expect(await connectionsOf(site)).toEqual([]);
  });
});

describe('the sign-in form', () => {
  it('signs nobody in when the post was made for another browser', async () => {
    const attacker = site.browser();
    const { hidden } = formOf(await attacker.get('/sign-in'), '/sign-in');
    const victim = site.browser();
    await victim.get('/sign-in');
    const answer = await victim.post('/sign-in', { ...hidden, ...ADA });
    expect(answer.status).toBe(403);
    expect(victim.cookie('countersign_login')).toBeUndefined();
  });

  it('is taken from clients that send neither Origin nor Fetch Metadata, with its token', async () => {
    const browser = site.browser();
    const { hidden } = formOf(await browser.get('/sign-in'), '/sign-in');
    const { app } = site;
    const answer = await app.inject({
      method: 'POST',
      url: '/sign-in',
      headers: {
        cookie: `countersign_form=${browser.cookie('countersign_form')}`,
        'content-type': 'application/x-www-form-urlencoded',
      },
      payload: new URLSearchParams({ ...hidden, ...ADA }).toString(),
    });
    expect(answer.statusCode).toBe(303);
  });
});

describe('every page', () => {
  it.each(['/', '/sign-in', '/sign-up', '/sign-out', '/oauth/interaction/nothing', '/nowhere'])(
    '%s may not be framed, cached or scripted from elsewhere, and restricts no form target',
    async (url) => {
      const { headers } = await site.browser().get(url);
      expect(headers['content-security-policy']).toContain("default-src 'none'");
      expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
      expect(headers['content-security-policy']).not.toContain('form-action');
      expect(headers['x-frame-options']).toBe('DENY');
      expect(headers['cache-control']).toBe('no-store');
      expect(headers['referrer-policy']).toBe('same-origin');
    },
  );

  it('loads its style and script from addresses that may be kept for ever', async () => {
    const browser = site.browser();
    const { body } = await browser.get('/sign-in');
    const addresses = [...body.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)].map((match) => match[1] ?? '');
    expect(addresses).toHaveLength(3);
    for (const address of addresses) {
      const { status, headers } = await browser.get(address);
      expect(status).toBe(200);
      expect(headers['cache-control']).toContain('immutable');
    }
  });

  it('answers a path that is nobody’s with a page for people and JSON for programs', async () => {
    const page = await site.browser().get('/nowhere');
    expect(page.status).toBe(404);
    expect(textOf(page)).toContain('There is no such page');
    const answer = await site.app.inject({ url: '/nowhere' });
    expect(answer.json()).toEqual({ error: 'not_found' });
  });
});
