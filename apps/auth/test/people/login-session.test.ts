import { createHash } from 'node:crypto';
import { fixedId } from '@countersign/runtime/ids';
import { DEMO_PASSWORD, Person } from '@countersign/testing/person';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type AuthSite, openAuthSite, signIn } from '../pages/auth-site.ts';

const COOKIE = 'countersign_login';
let site: AuthSite;
beforeAll(async () => {
  site = await openAuthSite();
});
afterAll(() => site.close());
beforeEach(() => site.database.owner.query('delete from sign_in_throttle; delete from login_session'));

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
