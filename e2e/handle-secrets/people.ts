import { Person } from '@countersign/testing/person';
import { vi } from 'vitest';
import { openConsoleSession } from '../console-session.ts';
import type { Handling } from './handling.ts';

export const PASSWORD = 'a password of dana only';
export const WRONG_PASSWORD = 'typed into the wrong field';
export const NEW_PASSWORD = 'another password of dana';

export async function signUpAndSignOut({ house }: Handling): Promise<void> {
  const { browser } = new Person('dana');
  const form = await browser.open(`${house.urls.auth}/sign-up`);
  const person = { 'Your name': 'New', 'E-mail': 'new@example.test', Password: PASSWORD };
  await form.submit('Sign up', { ...person, Organization: 'New Studio' });
  const signOut = await browser.open(`${house.urls.auth}/sign-out`);
  await signOut.submit('Sign out');
  const signIn = await browser.open(`${house.urls.auth}/sign-in`);
  await signIn.submit('Sign in', { 'E-mail': 'new@example.test', Password: WRONG_PASSWORD });
  const again = await browser.open(`${house.urls.auth}/sign-in`);
  await again.submit('Sign in', { 'E-mail': WRONG_PASSWORD, Password: PASSWORD });
}

export async function consoleSession({ house }: Handling): Promise<void> {
  const ada = new Person('ada');
  const leaving = await ada.browser.open(`${house.urls.console}/auth/sign-in?return_to=/settings/connections`);
  const signedIn = await ada.signIn(await leaving.goOn());
  await signedIn.goOn();
  await ada.browser.open(`${house.urls.console}/api/session`);
}

/** The links that mail brings: opened, used, and used again. */
export async function linksByMail({ house, collected }: Handling): Promise<void> {
  const invited = { email: 'kim@example.test', role: 'member', teamIds: [] };
  await (await openConsoleSession(house, 'ada')).change('POST', '/api/orgs/acme/invitations', invited);
  const { browser } = new Person('dana');
  const forgot = await browser.open(`${house.urls.auth}/forgot-password`);
  await forgot.submit('Mail me a link', { 'E-mail': 'new@example.test' });
  const invitation = await mailedLink({ house, collected }, /http:\/\/\S+\/invitation\?token=(\S+)/, 'invitation link');
  await browser.open(invitation);
  await fetch(`${house.urls.console}/invitation${new URL(invitation).search}`);
  const reset = await mailedLink({ house, collected }, /http:\/\/\S+\/reset-password\?secret=(\S+)/, 'reset link');
  const form = await browser.open(reset);
  await form.submit('Set password', { 'New password': NEW_PASSWORD });
  await browser.open(reset);
}

/** A link that a letter holds; its secret is noted. */
async function mailedLink({ house, collected }: Handling, pattern: RegExp, what: string): Promise<string> {
  const [link = '', secret = ''] = await vi.waitUntil(
    async () => {
      // Quoted-printable (RFC 2045 §6.7) breaks long lines and writes equals signs as =3D.
      const letters = (await house.letters()).join('\n').replaceAll('=\r\n', '').replaceAll('=3D', '=');
      return pattern.exec(letters);
    },
    { timeout: 20_000, interval: 100 },
  );
  collected.add(what, secret);
  return link;
}
