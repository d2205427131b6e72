import { fixedId } from '@countersign/runtime/ids';
import type { Browser } from '@countersign/testing/browser';
import type { Page } from '@countersign/testing/page';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { AUTH_URL, type AuthSite, openAuthSite, signIn } from '../pages/auth-site.ts';
import { softwareAuthenticator } from './software-authenticator.ts';

export const HERE = { origin: AUTH_URL };
export const ELSEWHERE = { origin: 'https://evil.example' };

type Authenticator = ReturnType<typeof softwareAuthenticator>;

export function optionsOn(page: Page) {
  const form = page.document.querySelector('form[data-passkey]');
  return JSON.parse(form?.getAttribute('data-options') ?? '{}') as { challenge: string; user: { id: string } };
}

/** Fills the hidden field that the script fills, and sends the form. */
export async function send(
  browser: Browser,
  page: Page,
  button: string,
  credential: string,
  fields: Record<string, string> = {},
) {
  const { action, hidden } = page.form(button);
  return browser.submitRaw(action, { ...hidden, ...fields, credential });
}

/** How an authenticator names its person. */
export const handleOf = (name: string) =>
  Buffer.from(fixedId('user', name).replaceAll('-', ''), 'hex').toString('base64url');

/** Gives the calling test file an authorization server, and people who add passkeys and sign in with them. */
export function usePasskeySite() {
  let site: AuthSite;
  beforeAll(async () => {
    site = await openAuthSite();
  });
  afterAll(() => site.close());
  beforeEach(() =>
    site.database.owner.query(
      'delete from login_session; delete from passkey; delete from outgoing_mail; delete from sign_in_throttle',
    ),
  );

  async function add(
    browser: Browser,
    authenticator: Authenticator,
    ceremony: { origin: string; verified?: boolean } = HERE,
  ) {
    const page = await browser.open('/account/passkeys');
    return send(browser, page, 'Add a passkey', authenticator.create(optionsOn(page), ceremony), { name: 'My phone' });
  }

  async function signedIn(name: string): Promise<Browser> {
    const person = site.person(name);
    await signIn(person);
    return person.browser;
  }

  /** A passkey of this person, added as they add it. */
  async function aPasskey(name: string): Promise<Authenticator> {
    const authenticator = softwareAuthenticator('localhost');
    const { status } = await add(await signedIn(name), authenticator);
    if (status !== 303) throw new Error('The passkey was not added');
    return authenticator;
  }

  /** Signs in at a new browser with whatever the authenticator answers to the page's challenge. */
  async function signInWith(answerTo: (challenge: string) => string, browser = site.browser()) {
    const page = await browser.open('/sign-in');
    const answer = await send(browser, page, 'Use a passkey', answerTo(optionsOn(page).challenge));
    return { browser, page, answer };
  }

  async function whoIs(browser: Browser): Promise<string | undefined> {
    return /You are signed in (\w+)/.exec((await browser.open('/')).text)?.[1];
  }

  return { site: () => site, add, signedIn, aPasskey, signInWith, whoIs };
}
