import { createHash } from 'node:crypto';
import { hashPassword } from '@countersign/access/principals/password';
import { fixedId } from '@countersign/runtime/ids';
import type { Page } from '@countersign/testing/page';
import { DEMO_PASSWORD } from '@countersign/testing/person';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { resetPassword } from '../../src/people/password-reset.ts';
import { type AuthSite, connectionsOf, openAuthSite, openConsent, signIn } from '../pages/auth-site.ts';
import { mailsOf } from './mailbox.ts';

const NEW_PASSWORD = 'four unrelated little words';

let site: AuthSite;
beforeAll(async () => {
  site = await openAuthSite();
});
afterAll(() => site.close());
beforeEach(async () => {
  await site.database.owner.query(
    `delete from sign_in_throttle; delete from login_session; delete from outgoing_mail; delete from password_reset;
     update "user" set password_hash = (select password_hash from "user" where email = 'ben@example.test')`,
  );
});

async function ask(email: string, address?: string): Promise<Page> {
  return (await site.browser(address).open('/forgot-password')).submit('Mail me a link', { 'E-mail': email });
}

async function mailedLinks(count = 1): Promise<string[]> {
  const links = async () =>
    (await mailsOf(site)).flatMap(({ text }) => /http\S+\/reset-password\?secret=\S+/.exec(text)?.[0] ?? []);
  await vi.waitFor(async () => expect(await links()).toHaveLength(count), { timeout: 5000 });
  return links();
}

async function aLink(): Promise<string> {
  await ask('ada@example.test');
  return (await mailedLinks())[0] ?? '';
}

async function trySignIn(password: string): Promise<number> {
  const page = await site.browser('203.0.113.9').open('/sign-in');
  return (await page.submit('Sign in', { 'E-mail': 'ada@example.test', Password: password })).status;
}

describe('asking for a link', () => {
  it('is answered the same for a person and for nobody', async () => {
    const [known, unknown] = [await ask('Ada@example.test '), await ask('nobody@example.test')];
    expect([unknown.status, unknown.html]).toEqual([known.status, known.html]);
    await mailedLinks();
    expect((await mailsOf(site)).map(({ kind, recipient }) => [kind, recipient])).toEqual([
      ['password_reset', 'ada@example.test'],
    ]);
  });

  it('is answered before anybody is looked up, so its duration tells nothing', async () => {
    const client = await site.database.owner.connect();
    try {
      await client.query('begin; select from "user" where email = \'ada@example.test\' for update');
      expect((await ask('ada@example.test')).status).toBe(200);
      expect(await mailsOf(site)).toEqual([]);
    } finally {
      await client.query('rollback');
      client.release();
    }
    await mailedLinks();
  });

  it('sends a person three in an hour and no more, whoever asks', async () => {
    for (let n = 1; n <= 5; n += 1) await ask('ada@example.test', `198.51.100.${n}`);
    await mailedLinks(3);
    await ask('ben@example.test');
    await mailedLinks(4);
    expect((await mailsOf(site)).filter(({ recipient }) => recipient === 'ada@example.test')).toHaveLength(3);
  });

  it('slows down one address that asks for many', async () => {
    for (let n = 1; n <= 10; n += 1) expect((await ask(`nobody${n}@example.test`)).status).toBe(200);
    expect((await ask('nobody11@example.test')).status).toBe(429);
    expect((await ask('nobody11@example.test', '198.51.100.1')).status).toBe(200);
  });

  it('says what is wrong with something that is no address', async () => {
    const page = await ask('ada');
    expect([page.status, page.text]).toEqual([400, expect.stringContaining('Enter the e-mail address')]);
  });
});

describe('the link', () => {
  it('sets a password, ends every session, and signs nobody in', async () => {
    const ada = site.person('ada');
    await signIn(ada);
    const page = await (await site.browser().open(await aLink())).submit('Set password', {
      'New password': NEW_PASSWORD,
    });
    expect([page.status, page.text]).toEqual([200, expect.stringContaining('Every browser is signed out.')]);
    const { rows } = await site.database.owner.query('select from login_session');
    expect(rows).toEqual([]);
    expect(await trySignIn(DEMO_PASSWORD)).toBe(401);
    expect(await trySignIn(NEW_PASSWORD)).toBe(200);
    expect((await mailsOf(site)).map(({ kind }) => kind)).toEqual(['password_reset', 'password_changed']);
  });

  it('leaves connections alone, and says where they are', async () => {
    const { person, page } = await openConsent(site, 'ada');
    await person.choose(page, { organization: 'Acme Studio' });
    const done = await (await site.browser().open(await aLink())).submit('Set password', {
      'New password': NEW_PASSWORD,
    });
    expect(done.document.querySelector('main a[href$="/settings/connections"]')).not.toBeNull();
    expect(await connectionsOf(site)).toHaveLength(1);
  });

  it('that is none costs no hashing of a password', async () => {
    const spent = async (work: () => Promise<unknown>) => {
      const before = process.cpuUsage();
      for (let n = 0; n < 10; n += 1) await work();
      const { user, system } = process.cpuUsage(before);
      return user + system;
    };
    const reset = { secret: 'none', newPassword: NEW_PASSWORD, now: new Date(), urls: { auth: '', console: '' } };
    const refusing = await spent(() => resetPassword(site.database.control, reset, {}));
    expect(refusing).toBeLessThan((await spent(() => hashPassword(NEW_PASSWORD))) / 2);
  });

  it('works once, and looking at it does not count', async () => {
    const link = await aLink();
    const [one, two] = [await site.browser().open(link), await site.browser().open(link)];
    expect((await one.submit('Set password', { 'New password': 'short' })).status).toBe(400);
    expect((await one.submit('Set password', { 'New password': NEW_PASSWORD })).status).toBe(200);
    const again = await two.submit('Set password', { 'New password': 'another password than that' });
    expect([again.status, again.text]).toEqual([400, expect.stringContaining('does not work any more')]);
    expect((await site.browser().open(link)).status).toBe(400);
    expect(await trySignIn(NEW_PASSWORD)).toBe(200);
  });

  it('works for half an hour', async () => {
    const link = await aLink();
    site.wait(29 * 60);
    const page = await site.browser().open(link);
    expect(page.status).toBe(200);
    site.wait(61);
    expect((await page.submit('Set password', { 'New password': NEW_PASSWORD })).status).toBe(400);
    expect(await trySignIn(DEMO_PASSWORD)).toBe(200);
  });

  it.each([
    ['the first time, and ends passkeys from before, which may be somebody else’s', null, 0],
    ['again, and leaves passkeys alone', '2026-01-01T00:00:00.000Z', 1],
  ])('proves the address %s', async (_, provedAt, left) => {
    const { owner } = site.database;
    await owner.query(`update "user" set email_proved_at = $1 where email = 'ada@example.test'`, [provedAt]);
    await owner.query('delete from passkey');
    await owner.query(
      "insert into passkey (id, user_id, name, public_key, counter, backed_up) values ('one', $1, 'One', 'key', 0, false)",
      [fixedId('user', 'ada')],
    );
    await (await site.browser().open(await aLink())).submit('Set password', { 'New password': NEW_PASSWORD });
    expect((await owner.query('select from passkey')).rows).toHaveLength(left);
    const { rows } = await owner.query<{ at: string | null }>(
      `select email_proved_at as at from "user" where email = 'ada@example.test'`,
    );
    expect(rows[0]?.at).not.toBeNull();
  });

  it('is worth nothing once the password was changed otherwise', async () => {
    const link = await aLink();
    const ada = site.person('ada');
    await signIn(ada);
    await (await ada.browser.open('/account/password')).submit('Change password', {
      'Current password': DEMO_PASSWORD,
      'New password': NEW_PASSWORD,
    });
    expect((await site.browser().open(link)).status).toBe(400);
  });

  it('stands nowhere in the database but sealed', async () => {
    const secret = new URL(await aLink()).searchParams.get('secret') ?? '';
    const { owner } = site.database;
    const { rows } = await owner.query<{ secret_hash: Buffer; user_id: string }>(
      'select secret_hash, user_id from password_reset',
    );
    expect(rows).toEqual([
      { secret_hash: createHash('sha256').update(secret).digest(), user_id: fixedId('user', 'ada') },
    ]);
    const { rows: texts } = await owner.query<{ text: string }>(
      'select t::text as text from outgoing_mail t union all select t::text from audit_event t',
    );
    expect(texts.map(({ text }) => text).join('')).not.toContain(secret);
  });

  it('is not taken from another site, nor in a browser it was not opened in', async () => {
    const { action, hidden } = (await site.browser().open(await aLink())).form('Set password');
    const victim = site.browser();
    await victim.open('/forgot-password');
    const answers = [
      await victim.submitRaw(action, { ...hidden, password: NEW_PASSWORD }),
      await victim.submitRaw(action, { ...hidden, password: NEW_PASSWORD }, { origin: 'https://evil.example' }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([403, 403]);
    expect(await trySignIn(DEMO_PASSWORD)).toBe(200);
  });
});
