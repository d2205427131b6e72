import { fixedId } from '@countersign/runtime/ids';
import { Browser } from '@countersign/testing/browser';
import type { Page } from '@countersign/testing/page';
import { DEMO_PASSWORD } from '@countersign/testing/person';
import { SECOND_PROVIDER_CLIENT, startSecondProvider } from '@countersign/testing/second-provider';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { AUTH_URL, type AuthSite, authorizationRequest, openAuthSite, signIn } from '../pages/auth-site.ts';
import { mailsOf } from './mailbox.ts';

const CALLBACK = `${AUTH_URL}/sign-in/with/acme/callback`;
const PEOPLE = {
  'ada-at-acme': { email: 'Ada@example.test', email_verified: true, name: 'Ada Lovelace' },
  newcomer: { email: 'new@example.test', email_verified: true, name: 'New\u202E Comer' },
  unverified: { email: 'ben@example.test', email_verified: false },
  unsaid: { email: 'ben@example.test' },
  nameless: {},
  elsewhere: { email: 'ada@example.test.evil.example', email_verified: true },
  subdomain: { email: 'ada@sub.example.test', email_verified: true },
  'as-text': { email: 'cleo@example.test', email_verified: 'true' },
  // U+212A, whose lower case is the letter k.
  lookalike: { email: 'lin\u212a@example.test', email_verified: true },
  squatted: { email: 'squatted@example.test', email_verified: true },
};

let site: AuthSite;
let second: Awaited<ReturnType<typeof startSecondProvider>>;
beforeAll(async () => {
  second = await startSecondProvider(PEOPLE);
  second.knowClient(CALLBACK);
  site = await openAuthSite({
    OIDC_PROVIDERS: 'acme,gone',
    OIDC_ACME_ISSUER: second.issuer,
    OIDC_ACME_CLIENT_ID: SECOND_PROVIDER_CLIENT.id,
    OIDC_ACME_CLIENT_SECRET: SECOND_PROVIDER_CLIENT.secret,
    OIDC_ACME_ALLOWED_DOMAINS: 'example.test',
    OIDC_ACME_LABEL: 'Acme ID',
    OIDC_GONE_ISSUER: 'http://127.0.0.1:9',
    OIDC_GONE_CLIENT_ID: 'x',
    OIDC_GONE_CLIENT_SECRET: 'x',
    OIDC_GONE_ALLOWED_DOMAINS: 'example.test',
  });
});
afterAll(async () => {
  await site?.close();
  await second?.close();
});
beforeEach(() =>
  site.database.owner.query(
    `delete from login_session; delete from external_identity; delete from outgoing_mail; delete from sign_in_throttle;
     delete from "user" where email in ('new@example.test', 'squatted@example.test')`,
  ),
);

/** Goes to the provider and says there who one is; gives the address it sends the browser back to. */
async function callbackFor(
  browser: Browser,
  subject: string | null,
  start = '/sign-in',
  onTheWay: (asked: URL) => void = () => {},
): Promise<URL> {
  const leaving = await (await browser.open(start)).submit('Continue with Acme ID');
  if (!leaving.location) throw new Error(`Nobody was sent to the provider: ${leaving.text}`);
  onTheWay(leaving.location);
  const page = await new Browser().open(leaving.location.href);
  const back = await (subject === null ? page.submit('Cancel') : page.submit('Continue', { Subject: subject }));
  if (!back.location) throw new Error(`The provider leads nowhere: ${back.status} ${back.text}`);
  return back.location;
}

async function signInAs(subject: string, browser = site.browser(), start = '/sign-in'): Promise<Page> {
  return browser.open((await callbackFor(browser, subject, start)).href);
}

async function whoIs(browser: Browser): Promise<string | undefined> {
  return /You are signed in .*? (\S+@\S+)/.exec((await browser.open('/')).text)?.[1];
}

describe('signing in with another provider', () => {
  it('asks it with PKCE, state and nonce, for who it is and the address, and nothing else', async () => {
    const leaving = await (await site.browser().open('/sign-in')).submit('Continue with Acme ID');
    expect(leaving.location?.origin).toBe(second.issuer);
    expect(Object.fromEntries(leaving.location?.searchParams ?? [])).toEqual({
      client_id: SECOND_PROVIDER_CLIENT.id,
      response_type: 'code',
      redirect_uri: CALLBACK,
      scope: 'openid email profile',
      state: expect.stringMatching(/^[\w-]{43}$/) as string,
      nonce: expect.stringMatching(/^[\w-]{43}$/) as string,
      code_challenge: expect.stringMatching(/^[\w-]{43}$/) as string,
      code_challenge_method: 'S256',
    });
  });

  it('links the account with that verified address once, tells its person by mail, and is who they are from then on', async () => {
    const browser = site.browser();
    await signInAs('ada-at-acme', browser);
    expect(await whoIs(browser)).toBe('ada@example.test');
    expect((await mailsOf(site)).map(({ kind, recipient }) => [kind, recipient])).toEqual([
      ['identity_linked', 'ada@example.test'],
    ]);
    await signInAs('ada-at-acme');
    expect(await mailsOf(site)).toHaveLength(1);
    const { rows } = await site.database.owner.query(
      "select action, user_id, details from audit_event where action in ('identity.linked', 'sign_in.succeeded') order by id desc limit 3",
    );
    const user_id = fixedId('user', 'ada');
    expect(rows).toEqual([
      { action: 'sign_in.succeeded', user_id, details: { with: 'acme' } },
      { action: 'sign_in.succeeded', user_id, details: { with: 'acme' } },
      { action: 'identity.linked', user_id, details: { issuer: second.issuer, subject: 'ada-at-acme' } },
    ]);
  });

  it('goes by the subject, not by the address, once it is linked', async () => {
    await signInAs('ada-at-acme');
    const { email } = PEOPLE['ada-at-acme'];
    PEOPLE['ada-at-acme'].email = 'ben@example.test';
    const browser = site.browser();
    await signInAs('ada-at-acme', browser);
    PEOPLE['ada-at-acme'].email = email;
    expect(await whoIs(browser)).toBe('ada@example.test');
  });

  it('makes an account for a newcomer, without a password and without an organization', async () => {
    const browser = site.browser();
    await signInAs('newcomer', browser);
    expect(await whoIs(browser)).toBe('new@example.test');
    const { rows } = await site.database.owner.query(
      `select name, password_hash, (select count(*)::int from membership where user_id = "user".id) as memberships
       from "user" where email = 'new@example.test'`,
    );
    expect(rows).toEqual([{ name: 'New Comer', password_hash: null, memberships: 0 }]);
    const dead = await browser.open(await authorizationRequest(site));
    expect(dead.text).toContain('You are not in any organization yet');
  });

  it('lets nobody in without a password by typing one', async () => {
    await signInAs('newcomer');
    const page = await (await site.browser().open('/sign-in')).submit('Sign in', {
      'E-mail': 'new@example.test',
      Password: 'null',
    });
    expect(page.status).toBe(401);
  });

  it('makes one account of two callbacks at once', async () => {
    const browsers = [site.browser(), site.browser()];
    const callbacks = await Promise.all(browsers.map((browser) => callbackFor(browser, 'newcomer')));
    await Promise.all(browsers.map((browser, n) => browser.open(callbacks[n]?.href ?? '')));
    expect(await Promise.all(browsers.map(whoIs))).toEqual(['new@example.test', 'new@example.test']);
  });

  it('takes a provider’s “true” written as text', async () => {
    const browser = site.browser();
    await signInAs('as-text', browser);
    expect(await whoIs(browser)).toBe('cleo@example.test');
  });

  it('leads back to the request it interrupted, whose consent comes before anything is released', async () => {
    const browser = site.browser();
    const start = await authorizationRequest(site);
    const page = await signInAs('ada-at-acme', browser, start);
    expect(page.text).toContain('It may read');
    const { rows } = await site.database.owner.query('select from connection');
    expect(rows).toEqual([]);
  });
});

describe('nobody is signed in', () => {
  it.each([
    ['with an address that is not verified', 'unverified', 'does not say that your e-mail address is verified'],
    ['when the provider does not say that it is', 'unsaid', 'does not say that your e-mail address is verified'],
    ['without an address', 'nameless', 'does not say that your e-mail address is verified'],
    [
      'with an address that is another’s once it is in lower case',
      'lookalike',
      'does not say that your e-mail address is verified',
    ],
    ['with an address of another domain', 'elsewhere', 'is not of a domain that may sign in here'],
    ['with an address of a domain below the allowed one', 'subdomain', 'is not of a domain that may sign in here'],
  ])('%s', async (_, subject, text) => {
    const browser = site.browser();
    const page = await signInAs(subject, browser);
    expect([page.status, page.text]).toEqual([403, expect.stringContaining(text)]);
    expect(await whoIs(browser)).toBeUndefined();
    const { rows } = await site.database.owner.query('select from external_identity');
    expect(rows).toEqual([]);
  });

  it('at an account that somebody else may have set up for them, until they have shown that the address is theirs', async () => {
    const form = await site.browser().open('/sign-up');
    const typed = { 'Your name': 'Squatter', 'E-mail': 'squatted@example.test', Password: 'the squatter’s password' };
    await form.submit('Sign up', { ...typed, 'Organization name': 'Trap' });
    const browser = site.browser();
    const refused = await signInAs('squatted', browser);
    expect([refused.status, refused.text]).toEqual([
      403,
      expect.stringContaining('There is an account with your address'),
    ]);
    expect(await whoIs(browser)).toBeUndefined();
    await site.database.owner.query(`update "user" set email_proved_at = now() where email = 'squatted@example.test'`);
    await signInAs('squatted', browser);
    expect(await whoIs(browser)).toBe('squatted@example.test');
  });

  it('when they cancelled, and the page they came from is there again', async () => {
    const browser = site.browser();
    const page = await browser.open((await callbackFor(browser, null, await authorizationRequest(site))).href);
    expect([page.status, page.text]).toEqual([400, expect.stringContaining('You were not signed in with Acme ID')]);
    const consent = await page.submit('Sign in', { 'E-mail': 'ada@example.test', Password: DEMO_PASSWORD });
    expect(consent.text).toContain('It may read');
  });

  it('by a callback that another browser started', async () => {
    const callback = await callbackFor(site.browser(), 'ada-at-acme');
    const victim = site.browser();
    await (await victim.open('/sign-in')).submit('Continue with Acme ID');
    expect((await victim.open(callback.href)).status).toBe(400);
    expect(await whoIs(victim)).toBeUndefined();
  });

  it('by a callback a second time', async () => {
    const browser = site.browser();
    const callback = await callbackFor(browser, 'ada-at-acme');
    await browser.open(callback.href);
    await (await browser.open('/sign-out')).submit('Sign out');
    expect((await browser.open(callback.href)).status).toBe(400);
    expect(await whoIs(browser)).toBeUndefined();
  });

  it('after a quarter of an hour', async () => {
    const browser = site.browser();
    const callback = await callbackFor(browser, 'ada-at-acme');
    site.wait(15 * 60);
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
    const browser = site.browser();
    const callback = await callbackFor(browser, 'ada-at-acme');
    change(callback);
    expect((await browser.open(callback.href)).status).toBe(400);
    expect(await whoIs(browser)).toBeUndefined();
  });

  it.each(['nonce', 'code_challenge'])('by an answer to a request with another %s', async (parameter) => {
    const browser = site.browser();
    const other = 'B'.repeat(43);
    const callback = await callbackFor(browser, 'ada-at-acme', '/sign-in', (asked) =>
      asked.searchParams.set(parameter, other),
    );
    expect((await browser.open(callback.href)).status).toBe(400);
    expect(await whoIs(browser)).toBeUndefined();
  });

  it('by the code of another sign-in, which has another nonce and verifier', async () => {
    const browser = site.browser();
    const [one, two] = [await callbackFor(browser, 'ada-at-acme'), await callbackFor(browser, 'newcomer')];
    two.searchParams.set('code', one.searchParams.get('code') ?? '');
    expect((await browser.open(two.href)).status).toBe(400);
    expect(await whoIs(browser)).toBeUndefined();
  });
});

describe('a provider that does not answer', () => {
  it('is said to, and the password signs in all the same', async () => {
    const browser = site.browser();
    const page = await (await browser.open(await authorizationRequest(site))).submit('Continue with Gone');
    expect([page.status, page.headers.get('retry-after')]).toEqual([503, '30']);
    expect(page.text).toContain('Gone cannot be reached at the moment.');
    const consent = await page.submit('Sign in', { 'E-mail': 'ada@example.test', Password: DEMO_PASSWORD });
    expect(consent.text).toContain('It may read');
  });
});

it('nobody can be sent to a provider by another site, nor to one that is not configured', async () => {
  const browser = site.browser();
  const { action, hidden } = (await browser.open('/sign-in')).form('Continue with Acme ID');
  expect((await browser.submitRaw(action, hidden, { origin: 'https://evil.example' })).status).toBe(403);
  expect((await browser.submitRaw(action, {})).status).toBe(403);
  expect((await browser.submitRaw('/sign-in/with/nobody', hidden)).status).toBe(404);
  expect((await browser.submitRaw(action, { ...hidden, return_to: 'https://evil.example' })).status).toBe(303);
});

it('signing in with a provider ends the session this browser had', async () => {
  const person = site.person('ben');
  await signIn(person);
  const before = await person.browser.cookie('countersign_login');
  const { action } = (await site.browser().open('/sign-in')).form('Continue with Acme ID');
  expect(action).toContain('/sign-in/with/acme');
  await (await person.browser.open('/sign-out')).submit('Sign out');
  await signInAs('ada-at-acme', person.browser);
  const thief = site.browser();
  await thief.setCookie('countersign_login', before ?? '');
  expect(await whoIs(thief)).toBeUndefined();
  expect(await whoIs(person.browser)).toBe('ada@example.test');
});
