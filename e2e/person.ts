import { Browser, type Callback, isPage, type Page } from './browser.ts';

/** What somebody chooses on the consent screen. */
export interface Choice {
  /** By name; left as it stands when the picker is locked. */
  readonly organization?: string;
  readonly team?: string;
  readonly write?: boolean;
  readonly billing?: boolean;
}

/** Somebody with a browser and a password: walks an authorization as the pages ask. */
export class Person {
  readonly browser = new Browser();
  readonly email: string;
  readonly #password: string;

  constructor(name: 'ada' | 'ben' | 'cleo' | 'finn' | 'dana', password = 'countersign-demo') {
    this.email = `${name}@example.test`;
    this.#password = password;
  }

  /** Opens the client's authorization address and signs in if asked; gives the consent screen. */
  async reachConsent(authorizationUrl: URL | string): Promise<Page> {
    let reached = await this.browser.open(String(authorizationUrl));
    if (isPage(reached) && reached.document.querySelector('input[type=password]')) {
      reached = await reached.submit('Sign in', { 'E-mail': this.email, Password: this.#password });
    }
    if (!isPage(reached)) throw new Error(`Went straight back to the client: ${reached.callback.href}`);
    return reached;
  }

  /** Fills the consent screen and presses Allow; gives whatever follows. */
  async choose(consent: Page, choice: Choice): Promise<Page | Callback> {
    return consent.submit('Allow', {
      ...(choice.organization ? { Organization: choice.organization } : {}),
      ...(choice.team ? { Team: choice.team } : {}),
      ...(choice.write ? { 'Allow this client to modify data': true } : {}),
      ...(choice.billing ? { 'Also allow billing changes': true } : {}),
    });
  }

  /** The whole way from the client's address back to it. */
  async consent(authorizationUrl: URL | string, choice: Choice): Promise<URL> {
    const reached = await this.choose(await this.reachConsent(authorizationUrl), choice);
    if (isPage(reached))
      throw new Error(`Consent did not lead back to the client (${reached.status}):\n${reached.text}`);
    return reached.callback;
  }
}
