import { fixedId } from '@countersign/runtime/ids';
import type { Browser } from '@countersign/testing/browser';
import type { Page } from '@countersign/testing/page';
import { DEMO_PASSWORD } from '@countersign/testing/person';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type AuthSite, authorizationRequest, openAuthSite, signIn } from '../pages/auth-site.ts';

let site: AuthSite;
beforeAll(async () => {
  site = await openAuthSite();
});
afterAll(() => site.close());
beforeEach(() => site.database.owner.query('delete from sign_in_throttle; delete from login_session'));

async function trySignIn(browser: Browser, email: string, password: string): Promise<Page> {
  return (await browser.open('/sign-in')).submit('Sign in', { 'E-mail': email, Password: password });
}

/** The page as anybody would get it: without what differs by browser and by what was typed. */
const comparable = ({ html }: Page, email: string) =>
  html
    .replaceAll(/name="form_token" value="[^"]+"/g, '')
    .replace(/data-options="[^"]+"/, '')
    .replaceAll(email, '');

describe('signing in', () => {
  it('leads to the start page, or back to the request it interrupted', async () => {
    const ada = site.person('ada');
    expect((await signIn(ada)).text).toContain('You are signed in Ada ada@example.test');
    const consent = await ada.browser.open(await authorizationRequest(site));
    expect(consent.html).toContain('<h1>Connect');
  });

  it('takes an e-mail in any case, with spaces around it', async () => {
    expect((await trySignIn(site.browser(), ' Ada@Example.TEST ', DEMO_PASSWORD)).status).toBe(200);
  });

  it('answers an unknown person and a wrong password with the same status and the same page', async () => {
    const injected = vi.spyOn(site.app, 'inject');
    const wrong = await trySignIn(site.browser(), 'ada@example.test', 'not the password');
    const unknown = await trySignIn(site.browser(), 'nobody@example.test', 'not the password');
    expect(wrong.status).toBe(401);
    expect(unknown.status).toBe(401);
    expect(comparable(unknown, 'nobody@example.test')).toBe(comparable(wrong, 'ada@example.test'));
    // `Headers` sorts its names; on the wire their order is the same, too.
    const [, wrongNames, , unknownNames] = await Promise.all(
      injected.mock.results.map(async ({ value }) => Object.keys((await value).headers)),
    );
    injected.mockRestore();
    expect(wrongNames).toContain('content-security-policy');
    expect(unknownNames).toEqual(wrongNames);
  });

  it('takes a null character for a mistake of the sender', async () => {
    const browser = site.browser();
    expect((await trySignIn(browser, 'ada\0', 'x')).status).toBe(400);
  });

  it('never sends a password back', async () => {
    expect((await trySignIn(site.browser(), 'ada@example.test', 'hunter2-hunter2')).html).not.toContain('hunter2');
  });

  it('records who, from where and how it ended, and never what was typed', async () => {
    await site.database.owner.query('truncate audit_event');
    await trySignIn(site.browser('198.51.100.7'), 'nobody@example.test', 'a secret thing');
    await signIn(site.person('ada', '198.51.100.7'));
    const { rows } = await site.database.owner.query(
      'select action, outcome, user_id, address, details from audit_event order by at, id',
    );
    expect(rows).toEqual([
      {
        action: 'sign_in.failed',
        outcome: 'refused',
        user_id: null,
        address: '198.51.100.7',
        details: { reason: 'unknown_person' },
      },
      {
        action: 'sign_in.succeeded',
        outcome: 'ok',
        user_id: fixedId('user', 'ada'),
        address: '198.51.100.7',
        details: {},
      },
    ]);
  });
});

describe('guessing', () => {
  const guess = (browser: Browser) => trySignIn(browser, 'ada@example.test', 'a guess that is wrong');

  it('is slowed more and more, and the answer says until when', async () => {
    const browser = site.browser();
    for (let tries = 1; tries <= 5; tries += 1) expect((await guess(browser)).status).toBe(401);
    const slowed = await guess(browser);
    expect(slowed.status).toBe(429);
    expect(slowed.headers.get('retry-after')).toBe('5');
    expect(slowed.text).toContain('Try again in 5 seconds. Your account is not locked.');
    site.wait(6);
    expect((await guess(browser)).status).toBe(401);
    expect((await guess(browser)).headers.get('retry-after')).toBe('10');
  });

  it('is slowed for an unknown person just the same', async () => {
    const browser = site.browser();
    for (let tries = 1; tries <= 5; tries += 1) await trySignIn(browser, 'nobody@example.test', 'a guess');
    expect((await trySignIn(browser, 'nobody@example.test', 'a guess')).status).toBe(429);
  });

  it('locks nobody out: the right password works from another address, and here after the wait', async () => {
    const attacker = site.browser('203.0.113.9');
    for (let tries = 1; tries <= 6; tries += 1) await guess(attacker);
    expect((await trySignIn(site.browser('192.0.2.77'), 'ada@example.test', DEMO_PASSWORD)).status).toBe(200);
    expect((await trySignIn(attacker, 'ada@example.test', DEMO_PASSWORD)).status).toBe(429);
    site.wait(6);
    expect((await trySignIn(attacker, 'ada@example.test', DEMO_PASSWORD)).status).toBe(200);
  });

  it('gives each address one free try at a person who is guessed at from everywhere', async () => {
    for (let host = 1; host <= 50; host += 1) await guess(site.browser(`203.0.113.${host}`));
    const fresh = site.browser('203.0.113.200');
    expect((await guess(fresh)).status).toBe(401);
    expect((await guess(fresh)).status).toBe(429);
    expect((await trySignIn(site.browser('192.0.2.77'), 'ada@example.test', DEMO_PASSWORD)).status).toBe(200);
  });

  it('counts twenty tries at once as twenty', async () => {
    const pages = await Promise.all(Array.from({ length: 20 }, () => site.browser('203.0.113.9').open('/sign-in')));
    const fields = { 'E-mail': 'ada@example.test', Password: 'a guess that is wrong' };
    const answers = await Promise.all(pages.map((page) => page.submit('Sign in', fields)));
    expect(answers.filter((answer) => answer.status === 401)).toHaveLength(5);
    expect(answers.filter((answer) => answer.status === 429)).toHaveLength(15);
  });

  it('leaves neither e-mail nor address in the table', async () => {
    await guess(site.browser());
    const { rows } = await site.database.owner.query<{ key: Buffer }>('select key from sign_in_throttle');
    expect(rows).toHaveLength(3);
    for (const { key } of rows) expect(key).toHaveLength(32);
  });
});
