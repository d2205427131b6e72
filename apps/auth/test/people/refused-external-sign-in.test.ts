import { DEMO_PASSWORD } from '@countersign/testing/person';
import { describe, expect, it } from 'vitest';
import { authorizationRequest } from '../pages/auth-site.ts';
import { useExternalSite } from './external-site.ts';

const UNVERIFIED = 'does not say that your e-mail address is verified';

const { site, callbackFor, signInAs, whoIs } = useExternalSite();

describe('nobody is signed in', () => {
  it.each([
    ['with an address that is not verified', 'unverified', UNVERIFIED],
    ['when the provider does not say that it is', 'unsaid', UNVERIFIED],
    ['when Microsoft says that the domain’s owner was not', 'edov-false', UNVERIFIED],
    ['when Microsoft says so with a number', 'edov-zero', UNVERIFIED],
    ['when Microsoft vouches for what the provider denies', 'edov-against', UNVERIFIED],
    [
      'with an address of another domain, whoever vouches',
      'edov-elsewhere',
      'is not of a domain that may sign in here',
    ],
    ['without an address', 'nameless', UNVERIFIED],
    ['with an address that is another’s once it is in lower case', 'lookalike', UNVERIFIED],
    ['with an address of another domain', 'elsewhere', 'is not of a domain that may sign in here'],
    ['with an address of a domain below the allowed one', 'subdomain', 'is not of a domain that may sign in here'],
  ])('%s', async (_, subject, text) => {
    const browser = site().browser();
    const page = await signInAs(subject, browser);
    expect([page.status, page.text]).toEqual([403, expect.stringContaining(text)]);
    expect(await whoIs(browser)).toBeUndefined();
    const { rows } = await site().database.owner.query('select from external_identity');
    expect(rows).toEqual([]);
  });

  it('with a claim of Microsoft’s that is neither yes nor no', async () => {
    const browser = site().browser();
    expect((await signInAs('edov-empty', browser)).status).toBe(400);
    expect(await whoIs(browser)).toBeUndefined();
  });

  it('at an account that somebody else may have set up for them, until they have shown that the address is theirs', async () => {
    const form = await site().browser().open('/sign-up');
    const typed = { 'Your name': 'Squatter', 'E-mail': 'squatted@example.test', Password: 'the squatter’s password' };
    await form.submit('Sign up', { ...typed, 'Organization name': 'Trap' });
    const browser = site().browser();
    const refused = await signInAs('squatted', browser);
    expect([refused.status, refused.text]).toEqual([
      403,
      expect.stringContaining('There is an account with your address'),
    ]);
    expect(await whoIs(browser)).toBeUndefined();
    await site().database.owner.query(
      `update "user" set email_proved_at = now() where email = 'squatted@example.test'`,
    );
    await signInAs('squatted', browser);
    expect(await whoIs(browser)).toBe('squatted@example.test');
  });

  it('when they cancelled, and the page they came from is there again', async () => {
    const browser = site().browser();
    const page = await browser.open((await callbackFor(browser, null, await authorizationRequest(site()))).href);
    expect([page.status, page.text]).toEqual([400, expect.stringContaining('You were not signed in with Acme ID')]);
    const consent = await page.submit('Sign in', { 'E-mail': 'ada@example.test', Password: DEMO_PASSWORD });
    expect(consent.text).toContain('It may read');
  });

  it('by a callback that another browser started', async () => {
    const callback = await callbackFor(site().browser(), 'ada-at-acme');
    const victim = site().browser();
    await (await victim.open('/sign-in')).submit('Continue with Acme ID');
    expect((await victim.open(callback.href)).status).toBe(400);
    expect(await whoIs(victim)).toBeUndefined();
  });

  it('by a callback a second time', async () => {
    const browser = site().browser();
    const callback = await callbackFor(browser, 'ada-at-acme');
    await browser.open(callback.href);
    await (await browser.open('/sign-out')).submit('Sign out');
    expect((await browser.open(callback.href)).status).toBe(400);
    expect(await whoIs(browser)).toBeUndefined();
  });

  it('after a quarter of an hour', async () => {
    const browser = site().browser();
    const callback = await callbackFor(browser, 'ada-at-acme');
    site().wait(15 * 60);
    expect((await browser.open(callback.href)).status).toBe(400);
  });

  it.each([
    ['another issuer', (url: URL) => url.searchParams.set('iss', 'https://evil.example')],
    ['no issuer, from a provider that always names it', (url: URL) => url.searchParams.delete('iss')],
    ['a code that is none', (url: URL) => url.searchParams.set('code', 'guessed')],
    ['another state', (url: URL) => url.searchParams.set('state', 'x'.repeat(43))],
    ['two states', (url: URL) => url.searchParams.append('state', 'x')],
    [
      'the path of another provider (mix-up)',
      (url: URL) => {
        url.pathname = '/sign-in/with/gone/callback';
      },
    ],
  ])('by an answer with %s', async (_, change) => {
    const browser = site().browser();
    const callback = await callbackFor(browser, 'ada-at-acme');
    change(callback);
    expect((await browser.open(callback.href)).status).toBe(400);
    expect(await whoIs(browser)).toBeUndefined();
  });

  it.each(['nonce', 'code_challenge'])('by an answer to a request with another %s', async (parameter) => {
    const browser = site().browser();
    const other = 'B'.repeat(43);
    const callback = await callbackFor(browser, 'ada-at-acme', '/sign-in', (asked) =>
      asked.searchParams.set(parameter, other),
    );
    expect((await browser.open(callback.href)).status).toBe(400);
    expect(await whoIs(browser)).toBeUndefined();
  });

  it('by the code of another sign-in, which has another nonce and verifier', async () => {
    const browser = site().browser();
    const [one, two] = [await callbackFor(browser, 'ada-at-acme'), await callbackFor(browser, 'newcomer')];
    two.searchParams.set('code', one.searchParams.get('code') ?? '');
    expect((await browser.open(two.href)).status).toBe(400);
    expect(await whoIs(browser)).toBeUndefined();
  });
});
