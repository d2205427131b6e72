import { CookieJar } from 'tough-cookie';
import { Page } from './page.ts';
import type { Site } from './site.ts';

const REDIRECTS_MAX = 20;

/**
 * The browser of one person: cookies, redirects, links and forms, and no scripts. It follows redirects within a site and stops where one
 * leads to another origin, where a real browser leaves for the client; `Page.goOn` follows it there.
 */
export class Browser {
  readonly #site: Site | undefined;
  readonly #jar = new CookieJar();

  /** With a site, addresses may be paths of it. */
  constructor(site?: Site) {
    this.#site = site;
  }

  async open(address: string): Promise<Page> {
    return this.#follow(await this.request(address));
  }

  /**
   * Posts exactly these fields, whatever the form of any page holds, and follows no redirect. `headers` replace what a browser says of
   * itself: that the form stands on a page of the same origin.
   */
  submitRaw(
    address: string,
    fields: Readonly<Record<string, string>> | URLSearchParams,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Page> {
    return this.request(address, {
      method: 'POST',
      body: fields instanceof URLSearchParams ? fields : new URLSearchParams(fields),
      headers: { origin: this.#resolve(address).origin, 'sec-fetch-site': 'same-origin', ...headers },
    });
  }

  /** One request with this browser's cookies; no redirect is followed. */
  async request(address: string, init: RequestInit = {}): Promise<Page> {
    const url = this.#resolve(address).href;
    const headers = new Headers({ accept: 'text/html' });
    const cookie = await this.#jar.getCookieString(url);
    if (cookie) headers.set('cookie', cookie);
    for (const [name, value] of new Headers(init.headers)) headers.set(name, value);
    const response = await (this.#site?.fetch ?? fetch)(url, { ...init, headers, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) await this.#jar.setCookie(line, url);
    const visitor = {
      open: (next: string) => this.open(next),
      send: async (action: string, data: URLSearchParams) => this.#follow(await this.submitRaw(action, data)),
    };
    return new Page(visitor, url, response, await response.text());
  }

  /** The value of a cookie that every page of the site gets. */
  async cookie(name: string): Promise<string | undefined> {
    const cookies = await this.#jar.getCookies(this.#resolve('/').href);
    return cookies.find(({ key }) => key === name)?.value;
  }

  /** Plants a cookie for the whole site. */
  async setCookie(name: string, value: string): Promise<void> {
    await this.#jar.setCookie(`${name}=${value}; Path=/`, this.#resolve('/').href);
  }

  #resolve(address: string): URL {
    return new URL(address, this.#site?.url);
  }

  async #follow(first: Page): Promise<Page> {
    let page = first;
    for (let hop = 0; hop < REDIRECTS_MAX; hop += 1) {
      if (page.location?.origin !== new URL(page.url).origin) return page;
      // 302 and 303 become GET in every browser; 307 would repeat the post, which none of our pages asks for.
      if (page.status > 303) throw new Error(`${page.status} to ${page.location.href} repeats the request`);
      page = await this.request(page.location.href);
    }
    throw new Error(`More than ${REDIRECTS_MAX} redirects, last to ${page.url}`);
  }
}
