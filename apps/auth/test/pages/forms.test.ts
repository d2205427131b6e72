import { DEMO_PASSWORD, Person } from '@countersign/testing/person';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AUTH_URL, type AuthSite, connectionsOf, openAuthSite, openConsent, signIn } from './auth-site.ts';

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
    const { person, page } = await openConsent(site, 'ada');
    const { action, hidden } = page.form('Allow');
    const answer = await person.browser.submitRaw(action, { ...hidden, organization: 'acme' }, headers);
    expect(answer.status).toBe(403);
    expect(await connectionsOf(site)).toEqual([]);
  });

  it('is refused without its token, with another form’s, and with another person’s', async () => {
    const { person, page } = await openConsent(site, 'ada');
    const other = await openConsent(site, 'ada');
    const stranger = await openConsent(site, 'dana');
    const { action } = page.form('Allow');
    const tokens = [
      undefined,
      '',
      other.page.form('Allow').hidden.form_token,
      stranger.page.form('Allow').hidden.form_token,
    ];
    for (const token of tokens) {
      const fields = { organization: 'acme', ...(token === undefined ? {} : { form_token: token }) };
      expect((await person.browser.submitRaw(action, fields)).status).toBe(403);
    }
    expect(await connectionsOf(site)).toEqual([]);
  });

  it('is worth nothing in another browser, even one where the same person is signed in', async () => {
    const { page } = await openConsent(site, 'ada');
    const elsewhere = site.person('ada');
    await signIn(elsewhere);
    const { action, hidden } = page.form('Allow');
    const answer = await elsewhere.browser.submitRaw(action, { ...hidden, organization: 'acme' });
    expect(answer.status).toBe(400);
    expect(answer.text).toContain('This request has expired');
    expect(await connectionsOf(site)).toEqual([]);
  });

  it('is worth nothing once somebody else has signed in at this browser', async () => {
    const { person, page } = await openConsent(site, 'ada');
    const { action, hidden } = page.form('Allow');
    await (await person.browser.open('/sign-out')).submit('Sign out');
    await signIn(new Person('dana', person.browser));
    const answer = await person.browser.submitRaw(action, { ...hidden, organization: 'acme' });
    expect(answer.status).toBe(303);
    expect(answer.location?.href).toBe(page.url);
    expect(await connectionsOf(site)).toEqual([]);
  });
});

describe('the sign-in form', () => {
  it('signs nobody in when the post was made for another browser', async () => {
    const attacker = site.browser();
    const { hidden } = (await attacker.open('/sign-in')).form('Sign in');
    const victim = site.browser();
    await victim.open('/sign-in');
    const answer = await victim.submitRaw('/sign-in', { ...hidden, ...ADA });
    expect(answer.status).toBe(403);
    expect(await victim.cookie('countersign_login')).toBeUndefined();
  });

  it('is taken from clients that send neither Origin nor Fetch Metadata, with its token', async () => {
    const browser = site.browser();
    const { hidden } = (await browser.open('/sign-in')).form('Sign in');
    const { app } = site;
    const answer = await app.inject({
      method: 'POST',
      url: '/sign-in',
      headers: {
        cookie: `countersign_form=${await browser.cookie('countersign_form')}`,
        'content-type': 'application/x-www-form-urlencoded',
      },
      payload: new URLSearchParams({ ...hidden, ...ADA }).toString(),
    });
    expect(answer.statusCode).toBe(303);
  });
});

describe('every page', () => {
  it.each([
    '/',
    '/sign-in',
    '/sign-up',
    '/sign-out',
    '/forgot-password',
    '/reset-password?secret=x',
    '/account/password',
    '/account/passkeys',
    '/oauth/interaction/nothing',
    '/nowhere',
  ])('%s may not be framed, cached or scripted from elsewhere, and restricts no form target', async (url) => {
    const { headers } = await site.browser().open(url);
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(headers.get('content-security-policy')).not.toContain('form-action');
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('referrer-policy')).toBe('same-origin');
  });

  it('loads its style and script from addresses that may be kept for ever', async () => {
    const browser = site.browser();
    const { html } = await browser.open('/sign-in');
    const addresses = [...html.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)].map((match) => match[1] ?? '');
    expect(addresses).toHaveLength(5);
    for (const address of addresses) {
      const { status, headers } = await browser.open(address);
      expect(status).toBe(200);
      expect(headers.get('cache-control')).toContain('immutable');
    }
  });

  it('answers a path that is nobody’s with a page for people and JSON for programs', async () => {
    const page = await site.browser().open('/nowhere');
    expect(page.status).toBe(404);
    expect(page.text).toContain('There is no such page');
    const answer = await site.app.inject({ url: '/nowhere' });
    expect(answer.json()).toMatchObject({ error: 'not_found' });
  });
});
