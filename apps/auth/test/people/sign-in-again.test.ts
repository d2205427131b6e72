import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type AuthSite, authorizationRequest, openAuthSite, signIn } from '../pages/auth-site.ts';

let site: AuthSite;
beforeAll(async () => {
  site = await openAuthSite();
});
afterAll(() => site.close());
beforeEach(() => site.database.owner.query('delete from login_session'));

const AGAIN = 'Show that it is you';

/** The address of an authorization request with these parameters added. */
async function asking(parameters: Readonly<Record<string, string>>): Promise<string> {
  const url = new URL(await authorizationRequest(site));
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return url.href;
}

/** Somebody who signed in this long ago. */
async function signedInFor(seconds: number) {
  const ada = site.person('ada');
  await signIn(ada);
  await site.database.owner.query(`update login_session set proved_at = proved_at - make_interval(secs => $1)`, [
    seconds,
  ]);
  return ada;
}

// OpenID Connect Core 1.0 §3.1.2.1.
describe('a client that asks for a new sign-in', () => {
  it.each([
    [{ prompt: 'login' }, 0],
    [{ prompt: 'login consent' }, 0],
    [{ prompt: 'consent login' }, 0],
    [{ max_age: '0' }, 0],
    [{ max_age: '60' }, 61],
    [{ max_age: '900', prompt: 'login' }, 0],
  ])('with %j gets one of somebody who signed in %i seconds ago, and then goes on', async (parameters, seconds) => {
    const ada = await signedInFor(seconds);
    const page = await ada.browser.open(await asking(parameters));
    expect(page.text).toContain(AGAIN);
    expect(page.html).toContain('value="ada@example.test"');
    const reloaded = await ada.browser.open(page.url);
    expect(reloaded.text).toContain(AGAIN);
    expect((await ada.signIn(reloaded)).text).toContain('Connect');
  });

  it.each([{ max_age: '60' }, { prompt: 'consent' }, { max_age: 'soon' }, { max_age: '-1' }])(
    'with %j goes on with somebody who signed in just now',
    async (parameters) => {
      const ada = await signedInFor(0);
      expect((await ada.browser.open(await asking(parameters))).text).toContain('Connect');
    },
  );

  it('cannot say for itself when the person signed in', async () => {
    const ada = await signedInFor(0);
    const request = await asking({ prompt: 'login', x_proof_after: '2000-01-01T00:00:00.000Z' });
    expect((await ada.browser.open(request)).text).toContain(AGAIN);
    const harmless = await asking({ x_proof_after: '2100-01-01T00:00:00.000Z' });
    expect((await ada.browser.open(harmless)).text).toContain('Connect');
  });

  it('takes another person who shows who they are', async () => {
    const ada = await signedInFor(0);
    const page = await ada.browser.open(await asking({ prompt: 'login' }));
    const finn = await page.submit('Sign in', { 'E-mail': 'finn@example.test', Password: 'countersign-demo' });
    expect(finn.html).toContain('finn@example.test');
  });
});

describe('a new sign-in', () => {
  it('ends the session before it, and what hung on that in the console: a copy gains nothing', async () => {
    const ada = await signedInFor(0);
    const { owner } = site.database;
    const { rows } = await owner.query<{ id: string; user_id: string }>('select id, user_id from login_session');
    await owner.query(
      `insert into console_session (id_hash, user_id, login_session_id, expires_at) values ('\\x01', $1, $2, now() + interval '1 hour')`,
      [rows[0]?.user_id, rows[0]?.id],
    );
    await ada.signIn(await ada.browser.open(await asking({ prompt: 'login' })));
    const after = await owner.query<{ id: string; proved_by: string[] }>('select id, proved_by from login_session');
    expect(after.rows).toHaveLength(1);
    expect(after.rows[0]?.id).not.toBe(rows[0]?.id);
    expect(after.rows[0]?.proved_by).toEqual(['password']);
    expect((await owner.query('select from console_session')).rowCount).toBe(0);
  });
});
