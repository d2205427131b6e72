import { createHash } from 'node:crypto';
import { withQueries } from '@countersign/db/connections/transaction';
import { fixedId, newId } from '@countersign/runtime/ids';
import { describe, expect, it } from 'vitest';
import { aLoginSession, CONSOLE_URL } from './console-under-test.ts';
import { useSignIn } from './sign-in-under-test.ts';

const DEEP_LINK = '/orgs/acme/settings/mcp-write-access?from=mail';

const { provider, theConsole, aBrowser, answerFor, whoIs, signIn, startProviderAt } = useSignIn();

describe('signing in', () => {
  it('leads from a deep link through the authorization server back to the deep link', async () => {
    const browser = aBrowser();
    const asked = await browser.visit(DEEP_LINK);
    expect(asked.statusCode).toBe(303);
    const sent = await browser.visit(String(asked.headers.location));
    expect(sent.statusCode).toBe(303);
    const back = await browser.visit(await answerFor(sent.headers.location, 'ada'));
    expect([back.statusCode, back.headers.location]).toEqual([303, DEEP_LINK]);
    expect(await whoIs(browser)).toBe('Ada');
    expect((await browser.visit(DEEP_LINK)).statusCode).toBe(200);
  });

  it('asks with PKCE, state and nonce, for the scopes it needs and no more', async () => {
    const { headers } = await aBrowser().visit('/auth/sign-in');
    const asked = new URL(String(headers.location)).searchParams;
    expect(Object.fromEntries(asked)).toEqual({
      client_id: 'countersign-console',
      response_type: 'code',
      redirect_uri: `${CONSOLE_URL}/auth/callback`,
      scope: 'openid profile email',
      code_challenge_method: 'S256',
      code_challenge: expect.stringMatching(/^[\w-]{43}$/) as string,
      state: expect.stringMatching(/^[\w-]{43}$/) as string,
      nonce: expect.stringMatching(/^[\w-]{43}$/) as string,
    });
  });

  it('starts a session under a new id, and ends the one the browser had', async () => {
    const browser = aBrowser();
    browser.jar.set('countersign_console', 'planted-by-somebody-else');
    const first = await signIn(browser, 'ada');
    expect(first).not.toBe('planted-by-somebody-else');
    const second = await signIn(browser, 'ben');
    expect(second).not.toBe(first);
    expect(await whoIs(browser)).toBe('Ben');
    const old = aBrowser();
    old.jar.set('countersign_console', first);
    expect(await whoIs(old)).toBeUndefined();
  });

  it('stores no session id, only its digest', async () => {
    const id = await signIn(aBrowser(), 'ada');
    const rows = await withQueries(theConsole().database.owner, (db) =>
      db.selectFrom('consoleSession').selectAll().execute(),
    );
    expect(rows.map(({ idHash }) => idHash.toString('hex'))).toEqual([createHash('sha256').update(id).digest('hex')]);
    expect(JSON.stringify(rows)).not.toContain(id);
  });

  it('works in several tabs at once', async () => {
    const browser = aBrowser();
    const one = await browser.visit(`/auth/sign-in?return_to=${encodeURIComponent('/one')}`);
    const two = await browser.visit(`/auth/sign-in?return_to=${encodeURIComponent('/two')}`);
    expect((await browser.visit(await answerFor(one.headers.location, 'ada'))).headers.location).toBe('/one');
    expect((await browser.visit(await answerFor(two.headers.location, 'ada'))).headers.location).toBe('/two');
  });

  it('keeps no more than a handful of unfinished sign-ins in the browser', async () => {
    const browser = aBrowser();
    for (let tab = 0; tab < 50; tab++) await browser.visit('/auth/sign-in');
    expect(browser.jar.size).toBeLessThanOrEqual(6);
  });

  it.each(['https://elsewhere.example/', '//elsewhere.example', '/\\elsewhere.example', '/.//elsewhere.example'])(
    'never sends a person to %s afterwards',
    async (elsewhere) => {
      const browser = aBrowser();
      const { headers } = await browser.visit(`/auth/sign-in?return_to=${encodeURIComponent(elsewhere)}`);
      const back = await browser.visit(await answerFor(headers.location, 'ada'));
      expect(back.headers.location).toBe('/');
    },
  );
});

describe('a callback signs nobody in', () => {
  it('when another browser started it, so nobody can be signed in as somebody else', async () => {
    const attacker = aBrowser();
    const { headers } = await attacker.visit('/auth/sign-in');
    const callback = await answerFor(headers.location, 'dana');
    const victim = aBrowser();
    await victim.visit('/auth/sign-in');
    expect((await victim.visit(callback)).statusCode).toBe(400);
    expect(await whoIs(victim)).toBeUndefined();
  });

  it('the second time', async () => {
    const browser = aBrowser();
    const { headers } = await browser.visit('/auth/sign-in');
    const callback = await answerFor(headers.location, 'ada');
    expect((await browser.visit(callback)).statusCode).toBe(303);
    expect((await browser.visit(callback)).statusCode).toBe(400);
  });

  it('after a quarter of an hour', async () => {
    const browser = aBrowser();
    const { headers } = await browser.visit('/auth/sign-in');
    theConsole().pass(15 * 60 + 1);
    expect((await browser.visit(await answerFor(headers.location, 'ada'))).statusCode).toBe(400);
    expect(await whoIs(browser)).toBeUndefined();
  });

  it.each([
    '/auth/callback',
    '/auth/callback?code=x',
    '/auth/callback?state=a&state=b&code=x',
    '/auth/callback?state=',
  ])('as %s', async (url) => {
    expect((await aBrowser().visit(url)).statusCode).toBe(400);
  });

  it('when the answer names another issuer (RFC 9207), or none', async () => {
    const browser = aBrowser();
    for (const iss of ['https://elsewhere.example', '']) {
      provider().told.iss = iss;
      const { headers } = await browser.visit('/auth/sign-in');
      const callback = (await answerFor(headers.location, 'ada')).replace(/&iss=$/, '');
      expect((await browser.visit(callback)).statusCode).toBe(400);
    }
    expect(await whoIs(browser)).toBeUndefined();
  });

  it('when the ID token answers another request', async () => {
    const browser = aBrowser();
    provider().told.nonce = 'of-another-request';
    const { headers } = await browser.visit('/auth/sign-in');
    expect((await browser.visit(await answerFor(headers.location, 'ada'))).statusCode).toBe(400);
  });

  it('when the login session has ended meanwhile, is another person’s, or is none', async () => {
    const browser = aBrowser();
    const sids = [newId(), await aLoginSession(theConsole().database, 'ben'), ''];
    for (const sid of sids) {
      const { headers } = await browser.visit('/auth/sign-in');
      const callback = provider().signIn(headers.location, fixedId('user', 'ada'), sid);
      expect((await browser.visit(callback)).statusCode).toBe(400);
    }
    expect(await whoIs(browser)).toBeUndefined();
  });

  it('when the person cancelled, and offers to try again for the same page', async () => {
    const browser = aBrowser();
    const { headers } = await browser.visit(`/auth/sign-in?return_to=${encodeURIComponent(DEEP_LINK)}`);
    const state = new URL(String(headers.location)).searchParams.get('state');
    const answer = await browser.visit(`/auth/callback?error=access_denied&state=${state}&iss=${provider().issuer}`);
    expect(answer.statusCode).toBe(400);
    expect(answer.body).toContain(`return_to=${encodeURIComponent(DEEP_LINK)}`);
  });
});

describe('while the authorization server does not answer', () => {
  it('says so, and signs in as soon as it does', async () => {
    const port = Number(new URL(provider().issuer).port);
    await provider().close();
    const browser = aBrowser();
    const answer = await browser.visit('/auth/sign-in?return_to=/settings/connections');
    expect(answer.statusCode).toBe(503);
    expect(answer.body).toContain('Signing in is not possible right now');
    expect(answer.body).toContain('return_to=%2Fsettings%2Fconnections');
    await startProviderAt(port);
    expect((await browser.visit('/auth/sign-in')).statusCode).toBe(303);
  });
});
