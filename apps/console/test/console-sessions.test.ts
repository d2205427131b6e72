import { describe, expect, it } from 'vitest';
import { startConsole } from './console-under-test.ts';
import { useSignIn } from './sign-in-under-test.ts';

const { provider, theConsole, aBrowser, answerFor, whoIs, signIn } = useSignIn();

describe('a session', () => {
  it('ends after twelve hours', async () => {
    const browser = aBrowser();
    await signIn(browser, 'ada');
    theConsole().pass(12 * 3600 - 1);
    expect(await whoIs(browser)).toBe('Ada');
    theConsole().pass(2);
    expect(await whoIs(browser)).toBeUndefined();
    expect((await browser.visit('/settings/connections')).headers.location).toBe(
      '/auth/sign-in?return_to=%2Fsettings%2Fconnections',
    );
  });

  it('ends with the login session it came from', async () => {
    const [ada, elsewhere] = [await theConsole().as('ada'), await theConsole().as('ada')];
    await theConsole().database.owner.query('delete from login_session where id = $1', [ada.loginSessionId]);
    expect((await ada.get('/api/session')).statusCode).toBe(401);
    expect((await elsewhere.get('/api/session')).statusCode).toBe(200);
  });

  it('ends when the person signs out, and names where to sign out of the rest', async () => {
    const ada = await theConsole().as('ada');
    const answer = await ada.send('POST', '/auth/sign-out');
    expect(answer.json()).toEqual({ location: `${provider().issuer}/sign-out` });
    expect((await ada.get('/api/session')).statusCode).toBe(401);
  });

  it('rides in a cookie that scripts cannot read, and over TLS in one that no other host can set', async () => {
    const browser = aBrowser();
    await signIn(browser, 'ada');
    const secure = await startConsole({ authUrl: provider().issuer, consoleUrl: 'https://console.example.com' });
    try {
      const asked = await secure.app.inject('/auth/sign-in');
      const pending = Object.fromEntries(asked.cookies.map(({ name, value }) => [name, value]));
      const back = await secure.app.inject({
        url: await answerFor(asked.headers.location, 'ada', secure),
        cookies: pending,
      });
      const cookie = back.cookies.find(({ name }) => name.endsWith('countersign_console'));
      expect(cookie).toMatchObject({
        name: '__Host-countersign_console',
        path: '/',
        httpOnly: true,
        sameSite: 'Lax',
        secure: true,
      });
      expect(cookie).not.toHaveProperty('domain');
      expect(back.headers['strict-transport-security']).toBeDefined();
    } finally {
      await secure.close();
    }
  });
});
