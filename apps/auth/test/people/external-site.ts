import { Browser } from '@countersign/testing/browser';
import type { Page } from '@countersign/testing/page';
import { SECOND_PROVIDER_CLIENT, startSecondProvider } from '@countersign/testing/second-provider';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { AUTH_URL, type AuthSite, openAuthSite } from '../pages/auth-site.ts';

export const CALLBACK = `${AUTH_URL}/sign-in/with/acme/callback`;
export const PEOPLE = {
  'ada-at-acme': { email: 'Ada@example.test', email_verified: true, name: 'Ada Lovelace' },
  newcomer: { email: 'new@example.test', email_verified: true, name: 'New\u202E Comer' },
  unverified: { email: 'ben@example.test', email_verified: false },
  unsaid: { email: 'ben@example.test' },
  nameless: {},
  elsewhere: { email: 'ada@example.test.evil.example', email_verified: true },
  subdomain: { email: 'ada@sub.example.test', email_verified: true },
  'as-text': { email: 'cleo@example.test', email_verified: 'true' },
  // U+212A, whose lower case is the letter k.
  lookalike: { email: 'lin\u212a@example.test', email_verified: true },
  // Microsoft Entra ID names no `email_verified`, but can say that the domain of the address is its owner's.
  'edov-true': { email: 'ada@example.test', xms_edov: true },
  'edov-one': { email: 'ada@example.test', xms_edov: 1 },
  'edov-text': { email: 'ada@example.test', xms_edov: '1' },
  'edov-false': { email: 'ada@example.test', xms_edov: false },
  'edov-zero': { email: 'ada@example.test', xms_edov: 0 },
  'edov-empty': { email: 'ada@example.test', xms_edov: 'maybe' },
  'edov-against': { email: 'ada@example.test', email_verified: false, xms_edov: true },
  'edov-elsewhere': { email: 'ada@evil.example', xms_edov: true },
  squatted: { email: 'squatted@example.test', email_verified: true },
};

/**
 * Gives the calling test file an authorization server whose people may also sign in with “Acme ID”, a real second provider, and with “Gone”,
 * which never answers.
 */
export function useExternalSite() {
  let site: AuthSite;
  let second: Awaited<ReturnType<typeof startSecondProvider>>;
  beforeAll(async () => {
    second = await startSecondProvider(PEOPLE);
    second.knowClient(CALLBACK);
    site = await openAuthSite({
      OIDC_PROVIDERS: 'acme,gone',
      OIDC_ACME_ISSUER: second.issuer,
      OIDC_ACME_CLIENT_ID: SECOND_PROVIDER_CLIENT.id,
      OIDC_ACME_CLIENT_SECRET: SECOND_PROVIDER_CLIENT.secret,
      OIDC_ACME_ALLOWED_DOMAINS: 'example.test',
      OIDC_ACME_LABEL: 'Acme ID',
      OIDC_GONE_ISSUER: 'http://127.0.0.1:9',
      OIDC_GONE_CLIENT_ID: 'x',
      OIDC_GONE_CLIENT_SECRET: 'x',
      OIDC_GONE_ALLOWED_DOMAINS: 'example.test',
    });
  });
  afterAll(async () => {
    await site?.close();
    await second?.close();
  });
  beforeEach(() =>
    site.database.owner.query(
      `delete from login_session; delete from external_identity; delete from outgoing_mail; delete from sign_in_throttle;
       delete from "user" where email in ('new@example.test', 'squatted@example.test')`,
    ),
  );

  /** Goes to the provider and says there who one is; gives the address it sends the browser back to. */
  async function callbackFor(
    browser: Browser,
    subject: string | null,
    start = '/sign-in',
    onTheWay: (asked: URL) => void = () => {},
  ): Promise<URL> {
    const leaving = await (await browser.open(start)).submit('Continue with Acme ID');
    if (!leaving.location) throw new Error(`Nobody was sent to the provider: ${leaving.text}`);
    onTheWay(leaving.location);
    const page = await new Browser().open(leaving.location.href);
    const back = await (subject === null ? page.submit('Cancel') : page.submit('Continue', { Subject: subject }));
    if (!back.location) throw new Error(`The provider leads nowhere: ${back.status} ${back.text}`);
    return back.location;
  }

  async function signInAs(subject: string, browser = site.browser(), start = '/sign-in'): Promise<Page> {
    return browser.open((await callbackFor(browser, subject, start)).href);
  }

  async function whoIs(browser: Browser): Promise<string | undefined> {
    return /You are signed in .*? (\S+@\S+)/.exec((await browser.open('/')).text)?.[1];
  }

  return { site: () => site, second: () => second, callbackFor, signInAs, whoIs };
}
