import { fixedId } from '@countersign/runtime/ids';
import type { Browser } from '@countersign/testing/browser';
import type { Page } from '@countersign/testing/page';
import { DEMO_PASSWORD, Person } from '@countersign/testing/person';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type AuthSite, openAuthSite, signIn } from '../pages/auth-site.ts';
import { mailsOf } from './mailbox.ts';

const COOKIE = 'countersign_login';
const NEW_PASSWORD = 'four unrelated little words';

let site: AuthSite;
beforeAll(async () => {
  site = await openAuthSite();
});
afterAll(() => site.close());
beforeEach(async () => {
  await site.database.owner.query(
    `delete from sign_in_throttle; delete from login_session; delete from outgoing_mail;
     update "user" set password_hash = (select password_hash from "user" where email = 'ben@example.test')`,
  );
});

async function signedIn(name: string, address?: string): Promise<Browser> {
  const person = site.person(name, address);
  await signIn(person);
  return person.browser;
}

async function change(browser: Browser, current: string, password: string): Promise<Page> {
  const page = await browser.open('/account/password');
  return page.submit('Change password', { 'Current password': current, 'New password': password });
}

async function isSignedIn(browser: Browser): Promise<boolean> {
  return (await browser.open('/')).text.includes('You are signed in');
}

async function trySignIn(password: string): Promise<number> {
  const page = await site.browser('203.0.113.9').open('/sign-in');
  return (await page.submit('Sign in', { 'E-mail': 'ada@example.test', Password: password })).status;
}

describe('changing the password', () => {
  it('needs the current one, and counts guesses as the sign-in does', async () => {
    const browser = await signedIn('ada');
    for (let guess = 1; guess <= 5; guess += 1) {
      const page = await change(browser, `guess number ${guess}`, NEW_PASSWORD);
      expect([page.status, page.text]).toEqual([401, expect.stringContaining('That is not your current password.')]);
    }
    const throttled = await change(browser, DEMO_PASSWORD, NEW_PASSWORD);
    expect([throttled.status, throttled.headers.get('retry-after')]).toEqual([429, expect.stringMatching(/^\d+$/)]);
    expect(await trySignIn(DEMO_PASSWORD)).toBe(200);
    const { rows } = await site.database.owner.query(
      "select outcome, details from audit_event where action = 'password.changed' order by id desc limit 1",
    );
    expect(rows).toEqual([{ outcome: 'refused', details: { reason: 'wrong_password' } }]);
  });

  it.each([
    ['a short one', 'too short', 'Use at least 10 characters.'],
    ['the one there is', DEMO_PASSWORD, 'Choose another one than you have now.'],
  ])('refuses %s', async (_, password, problem) => {
    const browser = await signedIn('ada');
    const page = await change(browser, DEMO_PASSWORD, password);
    expect([page.status, page.text]).toEqual([400, expect.stringContaining(problem)]);
    expect(await trySignIn(DEMO_PASSWORD)).toBe(200);
  });

  it('makes the new one the only one that signs in', async () => {
    const page = await change(await signedIn('ada'), DEMO_PASSWORD, NEW_PASSWORD);
    expect([page.status, page.text]).toEqual([200, expect.stringContaining('Your password is changed')]);
    expect(await trySignIn(DEMO_PASSWORD)).toBe(401);
    expect(await trySignIn(NEW_PASSWORD)).toBe(200);
  });

  it('ends every other sign-in of the person at its next request, and all in the console, and nobody else’s', async () => {
    const [here, there, bens] = [await signedIn('ada'), await signedIn('ada'), await signedIn('ben')];
    const { owner } = site.database;
    await owner.query(
      `insert into console_session (id_hash, user_id, login_session_id, expires_at)
       select sha256(id_hash), user_id, id, now() + interval '1 hour' from login_session`,
    );
    await change(here, DEMO_PASSWORD, NEW_PASSWORD);
    expect(await Promise.all([here, there, bens].map(isSignedIn))).toEqual([true, false, true]);
    const { rows } = await owner.query<{ user_id: string }>('select user_id from console_session');
    expect(rows).toEqual([{ user_id: fixedId('user', 'ben') }]);
  });

  it('gives this browser a new session cookie, so that a copy of the old one opens nothing', async () => {
    const here = await signedIn('ada');
    const before = (await here.cookie(COOKIE)) ?? '';
    await change(here, DEMO_PASSWORD, NEW_PASSWORD);
    expect(await here.cookie(COOKIE)).not.toBe(before);
    const thief = site.browser();
    await thief.setCookie(COOKIE, before);
    expect(await isSignedIn(thief)).toBe(false);
  });

  it('is not overtaken by a sign-in that found the old password right a moment before', async () => {
    const client = await site.database.owner.connect();
    try {
      // The sign-in stops between its look at the password and its session, at the record of what it found.
      await client.query('begin; lock table audit_event in exclusive mode');
      const underWay = trySignIn(DEMO_PASSWORD);
      await vi.waitFor(async () => {
        const { rows } = await site.database.owner.query(
          "select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()",
        );
        expect(rows).toHaveLength(1);
      });
      await client.query("update \"user\" set password_hash = 'another' where email = 'ada@example.test'; commit");
      expect(await underWay).toBe(401);
    } finally {
      client.release();
    }
    const { rows } = await site.database.owner.query('select from login_session');
    expect(rows).toEqual([]);
  });

  it('tells the person by mail and the log, without either password', async () => {
    await change(await signedIn('ada'), DEMO_PASSWORD, NEW_PASSWORD);
    expect(await mailsOf(site)).toEqual([
      {
        kind: 'password_changed',
        recipient: 'ada@example.test',
        text: expect.stringContaining('/forgot-password') as string,
      },
    ]);
    const { rows } = await site.database.owner.query(
      "select user_id, severity, outcome, details from audit_event where action = 'password.changed' order by id desc limit 1",
    );
    expect(rows).toEqual([{ user_id: fixedId('user', 'ada'), severity: 'warning', outcome: 'ok', details: {} }]);
  });

  it('is not taken from another site, without its token, or with another person’s', async () => {
    const [ada, ben] = [await signedIn('ada'), await signedIn('ben')];
    const { action, hidden } = (await ada.open('/account/password')).form('Change password');
    const fields = { current: DEMO_PASSWORD, password: NEW_PASSWORD };
    const others = (await ben.open('/account/password')).form('Change password').hidden;
    const answers = [
      await ada.submitRaw(action, { ...hidden, ...fields }, { origin: 'https://evil.example' }),
      await ada.submitRaw(action, { ...hidden, ...fields }, { 'sec-fetch-site': 'cross-site' }),
      await ada.submitRaw(action, fields),
      await ada.submitRaw(action, { ...others, ...fields }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403, 403]);
    expect(await trySignIn(DEMO_PASSWORD)).toBe(200);
  });

  it('asks who is not signed in to sign in, and comes back', async () => {
    const person = new Person('ada', site.browser());
    const page = await person.signIn(await person.browser.open('/account/password'));
    expect(page.text).toContain('Change your password');
  });
});
