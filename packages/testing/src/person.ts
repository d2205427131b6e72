import { Browser } from './browser.ts';
import type { Page } from './page.ts';

/** What somebody chooses on the consent screen. */
export interface Choice {
  /** By name; left as it stands when the picker is locked. */
  readonly organization?: string;
  readonly team?: string;
  readonly write?: boolean;
  readonly billing?: boolean;
  /** The button pressed; Allow unless said otherwise. */
  readonly decision?: 'Allow' | 'Cancel';
}

export const DEMO_PASSWORD = 'countersign-demo';

/** One of the demo's people with a browser and a password: walks an authorization as the pages ask. */
export class Person {
  readonly browser: Browser;
  readonly email: string;

  constructor(name: string, browser = new Browser()) {
    this.email = `${name}@example.test`;
    this.browser = browser;
  }

  /** Signs in at a page that asks for it. */
  signIn(page: Page): Promise<Page> {
    return page.submit('Sign in', { 'E-mail': this.email, Password: DEMO_PASSWORD });
  }

  /** Opens the client's authorization address and signs in if asked; gives the consent screen, or the page that is there instead. */
  async reachConsent(authorizationUrl: URL | string): Promise<Page> {
    let page = await this.browser.open(String(authorizationUrl));
    if (page.document.querySelector('input[type=password]')) page = await this.signIn(page);
    if (page.location) throw new Error(`Went straight back to the client: ${page.location.href}`);
    return page;
  }

  /** Fills the consent screen and presses the button; gives whatever follows. */
  choose(consent: Page, { organization, team, write, billing, decision = 'Allow' }: Choice = {}): Promise<Page> {
    return consent.submit(decision, {
      ...(organization ? { Organization: organization } : {}),
      ...(team ? { Team: team } : {}),
      ...(write ? { 'Allow this client to modify data': true } : {}),
      ...(billing ? { 'Also allow billing changes': true } : {}),
    });
  }

  /** The whole way from the client's address back to it. Throws with the page's text where it ends anywhere else. */
  async consent(authorizationUrl: URL | string, choice: Choice = {}): Promise<URL> {
    const { location, status, text } = await this.choose(await this.reachConsent(authorizationUrl), choice);
    if (!location) throw new Error(`Consent did not lead back to the client (${status}): ${text}`);
    return location;
  }
}
