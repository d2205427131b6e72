import { createHash } from 'node:crypto';
import { fixedId } from '@countersign/runtime/ids';
import type { Browser } from '@countersign/testing/browser';
import type { Page } from '@countersign/testing/page';
import { DEMO_PASSWORD, Person } from '@countersign/testing/person';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type AuthSite, authorizationRequest, openAuthSite, signIn } from '../pages/auth-site.ts';

const COOKIE = 'countersign_login';
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

describe('a login session', () => {
  it('gets a new value at every sign-in, and a planted one never becomes a session', async () => {
    const browser = site.browser();
    await browser.setCookie(COOKIE, 'planted-by-somebody');
    await signIn(new Person('ada', browser));
    const first = await browser.cookie(COOKIE);
    expect(first).not.toBe('planted-by-somebody');
    await (await browser.open('/sign-out')).submit('Sign out');
    await signIn(new Person('ada', browser));
    expect(await browser.cookie(COOKIE)).not.toBe(first);
    const thief = site.browser();
    await thief.setCookie(COOKIE, first ?? '');
    expect((await thief.open('/')).text).toContain('Two signatures');
  });

  it('ends when somebody signs in again at this browser, from a page that was still open', async () => {
    const { browser } = site.person('ada');
    const [first, second] = [await browser.open('/sign-in'), await browser.open('/sign-in')];
    await first.submit('Sign in', { 'E-mail': 'ada@example.test', Password: DEMO_PASSWORD });
    const copied = await browser.cookie(COOKIE);
    await second.submit('Sign in', { 'E-mail': 'ben@example.test', Password: DEMO_PASSWORD });
    const thief = site.browser();
    await thief.setCookie(COOKIE, copied ?? '');
    expect((await thief.open('/')).text).not.toContain('ada@example.test');
    expect((await browser.open('/')).text).toContain('ben@example.test');
  });

  it('is not stored as the browser holds it', async () => {
    const browser = site.browser();
    await signIn(new Person('ada', browser));
    const { rows } = await site.database.owner.query<{ id_hash: Buffer; address: string }>(
      'select id_hash, address from login_session',
    );
    expect(rows).toHaveLength(1);
    expect(rows[0]?.id_hash.toString('base64url')).not.toBe(await browser.cookie(COOKIE));
    expect(rows[0]?.address).toBe('192.0.2.1');
  });

  it('is over at once when the person signs out', async () => {
    const browser = site.browser();
    await signIn(new Person('ada', browser));
    const kept = (await browser.cookie(COOKIE)) ?? '';
    await (await browser.open('/sign-out')).submit('Sign out');
    await browser.setCookie(COOKIE, kept);
    expect((await browser.open('/')).text).toContain('Two signatures');
  });

  it('is recorded when it ends', async () => {
    const browser = site.browser();
    await signIn(new Person('ada', browser));
    await (await browser.open('/sign-out')).submit('Sign out');
    const { rows } = await site.database.owner.query(
      "select user_id, actor_kind, outcome from audit_event where action = 'sign_in.ended' order by id desc limit 1",
    );
    expect(rows).toEqual([{ user_id: fixedId('user', 'ada'), actor_kind: 'user', outcome: 'ok' }]);
  });

  it('takes this browser’s console session with it, and no other browser’s', async () => {
    const { owner } = site.database;
    const [here, there] = [site.browser(), site.browser()];
    for (const browser of [here, there]) await signIn(new Person('ada', browser));
    await owner.query(
      `insert into console_session (id_hash, user_id, login_session_id, expires_at)
       select sha256(id_hash), user_id, id, now() + interval '1 hour' from login_session`,
    );
    await (await here.open('/sign-out')).submit('Sign out');
    const { rows } = await owner.query<{ id_hash: Buffer }>(
      'select login_session.id_hash from console_session join login_session on login_session.id = login_session_id',
    );
    const digest = createHash('sha256')
      .update((await there.cookie(COOKIE)) ?? '')
      .digest();
    expect(rows.map(({ id_hash }) => id_hash.toString('hex'))).toEqual([digest.toString('hex')]);
  });

  it('lives while it is used, idles out after twelve hours, and never lives longer than thirty days', async () => {
    const browser = site.browser();
    const isSignedIn = async () => (await browser.open('/')).text.includes('You are signed in');
    await signIn(new Person('ada', browser));
    for (let hours = 0; hours < 48; hours += 11) {
      site.wait(11 * 3600);
      expect(await isSignedIn()).toBe(true);
    }
    site.wait(13 * 3600);
    expect(await isSignedIn()).toBe(false);
    await signIn(new Person('ada', browser));
    let days = 0;
    while (days <= 31 && (await isSignedIn())) {
      site.wait(6 * 3600);
      days += 0.25;
    }
    expect(days).toBe(30);
  });

  it('is bound to https and this host alone when people come by https', async () => {
    const secure = await openAuthSite({
      AUTH_URL: 'https://auth.example',
      MCP_URL: 'https://mcp.example',
      CONSOLE_URL: 'https://console.example',
    });
    try {
      const page = await secure.browser().open('/sign-in');
      const form = String(page.headers.get('set-cookie'));
      expect(form).toMatch(/^__Host-countersign_form=[^;]+; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
    } finally {
      await secure.close();
    }
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
