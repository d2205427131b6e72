import { fixedId } from '@countersign/runtime/ids';
import { DEMO_PASSWORD } from '@countersign/testing/person';
import { SECOND_PROVIDER_CLIENT } from '@countersign/testing/second-provider';
import { describe, expect, it } from 'vitest';
import { authorizationRequest, signIn } from '../pages/auth-site.ts';
import { CALLBACK, PEOPLE, useExternalSite } from './external-site.ts';
import { mailsOf } from './mailbox.ts';

const { site, second, callbackFor, signInAs, whoIs } = useExternalSite();

describe('signing in with another provider', () => {
  it('asks it with PKCE, state and nonce, for who it is and the address, and nothing else', async () => {
    const leaving = await (await site().browser().open('/sign-in')).submit('Continue with Acme ID');
    expect(leaving.location?.origin).toBe(second().issuer);
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
    const browser = site().browser();
    await signInAs('ada-at-acme', browser);
    expect(await whoIs(browser)).toBe('ada@example.test');
    expect((await mailsOf(site())).map(({ kind, recipient }) => [kind, recipient])).toEqual([
      ['identity_linked', 'ada@example.test'],
    ]);
    await signInAs('ada-at-acme');
    expect(await mailsOf(site())).toHaveLength(1);
    const { rows } = await site().database.owner.query(
      "select action, user_id, details from audit_event where action in ('identity.linked', 'sign_in.succeeded') order by id desc limit 3",
    );
    const user_id = fixedId('user', 'ada');
    expect(rows).toEqual([
      { action: 'sign_in.succeeded', user_id, details: { with: 'acme' } },
      { action: 'sign_in.succeeded', user_id, details: { with: 'acme' } },
      { action: 'identity.linked', user_id, details: { issuer: second().issuer, subject: 'ada-at-acme' } },
    ]);
  });

  it('goes by the subject, not by the address, once it is linked', async () => {
    await signInAs('ada-at-acme');
    const { email } = PEOPLE['ada-at-acme'];
    PEOPLE['ada-at-acme'].email = 'ben@example.test';
    const browser = site().browser();
    await signInAs('ada-at-acme', browser);
    PEOPLE['ada-at-acme'].email = email;
    expect(await whoIs(browser)).toBe('ada@example.test');
  });

  it('makes an account for a newcomer, without a password and without an organization', async () => {
    const browser = site().browser();
    await signInAs('newcomer', browser);
    expect(await whoIs(browser)).toBe('new@example.test');
    const { rows } = await site().database.owner.query(
      `select name, password_hash, (select count(*)::int from membership where user_id = "user".id) as memberships
       from "user" where email = 'new@example.test'`,
    );
    expect(rows).toEqual([{ name: 'New Comer', password_hash: null, memberships: 0 }]);
    const dead = await browser.open(await authorizationRequest(site()));
    expect(dead.text).toContain('You are not in any organization yet');
  });

  it('lets nobody in without a password by typing one', async () => {
    await signInAs('newcomer');
    const page = await (await site().browser().open('/sign-in')).submit('Sign in', {
      'E-mail': 'new@example.test',
      Password: 'null',
    });
    expect(page.status).toBe(401);
  });

  it('makes one account of two callbacks at once', async () => {
    const browsers = [site().browser(), site().browser()];
    const callbacks = await Promise.all(browsers.map((browser) => callbackFor(browser, 'newcomer')));
    await Promise.all(browsers.map((browser, n) => browser.open(callbacks[n]?.href ?? '')));
    expect(await Promise.all(browsers.map(whoIs))).toEqual(['new@example.test', 'new@example.test']);
  });

  it('takes a provider’s “true” written as text', async () => {
    const browser = site().browser();
    await signInAs('as-text', browser);
    expect(await whoIs(browser)).toBe('cleo@example.test');
  });

  it.each(['edov-true', 'edov-one', 'edov-text'])(
    'takes Microsoft’s word that the domain’s owner was verified (%s)',
    async (subject) => {
      const browser = site().browser();
      await signInAs(subject, browser);
      expect(await whoIs(browser)).toBe('ada@example.test');
    },
  );

  it('leads back to the request it interrupted, whose consent comes before anything is released', async () => {
    const browser = site().browser();
    const start = await authorizationRequest(site());
    const page = await signInAs('ada-at-acme', browser, start);
    expect(page.text).toContain('It may read');
    const { rows } = await site().database.owner.query('select from connection');
    expect(rows).toEqual([]);
  });
});

describe('a provider that does not answer', () => {
  it('is said to, and the password signs in all the same', async () => {
    const browser = site().browser();
    const page = await (await browser.open(await authorizationRequest(site()))).submit('Continue with Gone');
    expect([page.status, page.headers.get('retry-after')]).toEqual([503, '30']);
    expect(page.text).toContain('Gone cannot be reached at the moment.');
    const consent = await page.submit('Sign in', { 'E-mail': 'ada@example.test', Password: DEMO_PASSWORD });
    expect(consent.text).toContain('It may read');
  });
});

it('nobody can be sent to a provider by another site, nor to one that is not configured', async () => {
  const browser = site().browser();
  const { action, hidden } = (await browser.open('/sign-in')).form('Continue with Acme ID');
  expect((await browser.submitRaw(action, hidden, { origin: 'https://evil.example' })).status).toBe(403);
  expect((await browser.submitRaw(action, {})).status).toBe(403);
  expect((await browser.submitRaw('/sign-in/with/nobody', hidden)).status).toBe(404);
  expect((await browser.submitRaw(action, { ...hidden, return_to: 'https://evil.example' })).status).toBe(303);
});

it('signing in with a provider ends the session this browser had', async () => {
  const person = site().person('ben');
  await signIn(person);
  const before = await person.browser.cookie('countersign_login');
  const { action } = (await site().browser().open('/sign-in')).form('Continue with Acme ID');
  expect(action).toContain('/sign-in/with/acme');
  await (await person.browser.open('/sign-out')).submit('Sign out');
  await signInAs('ada-at-acme', person.browser);
  const thief = site().browser();
  await thief.setCookie('countersign_login', before ?? '');
  expect(await whoIs(thief)).toBeUndefined();
  expect(await whoIs(person.browser)).toBe('ada@example.test');
});
