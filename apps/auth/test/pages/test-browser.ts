import type { FastifyInstance, LightMyRequestResponse } from 'fastify';

type Fields = Readonly<Record<string, string>>;

export interface Page {
  readonly status: number;
  readonly headers: LightMyRequestResponse['headers'];
  readonly body: string;
  /** Path and query of the page; of the last one, after redirects. */
  readonly url: string;
  /** Where it wanted to go next, when that is not one of our own pages or redirects were not followed. */
  readonly location: string | undefined;
}

interface Cookie {
  readonly name: string;
  readonly value: string;
  readonly path: string;
}

/** As much of a browser as the pages need: cookies with their paths, redirects inside the app, pages that post
 * themselves, and forms as they stand in a page. */
export class TestBrowser {
  readonly #app: FastifyInstance;
  readonly #origin: string;
  readonly #address: string;
  #cookies: Cookie[] = [];

  constructor(app: FastifyInstance, origin: string, address = '192.0.2.1') {
    this.#app = app;
    this.#origin = origin;
    this.#address = address;
  }

  cookie(name: string): string | undefined {
    return this.#cookies.find((cookie) => cookie.name === name)?.value;
  }

  setCookie(name: string, value: string, path = '/'): void {
    this.#cookies = this.#cookies.filter((cookie) => cookie.name !== name || cookie.path !== path);
    if (value !== '') this.#cookies.push({ name, value, path });
  }

  async get(url: string, headers: Fields = {}): Promise<Page> {
    return this.#follow(await this.#send('GET', url, headers));
  }

  /** Posts without following, so that a test can see where it leads. */
  async post(url: string, fields: Fields | string, headers: Fields = {}): Promise<Page> {
    const payload = typeof fields === 'string' ? fields : new URLSearchParams(fields).toString();
    return this.#send('POST', url, { origin: this.#origin, 'sec-fetch-site': 'same-origin', ...headers }, payload);
  }

  /** Sends the page's form whose action ends so, with its hidden fields and these, and follows. */
  async submit(page: Page, action: string, fields: Fields = {}): Promise<Page> {
    const form = formOf(page, action);
    return this.#follow(await this.post(form.action, { ...form.hidden, ...fields }));
  }

  async #follow(page: Page): Promise<Page> {
    let current = page;
    for (let hops = 0; hops < 10; hops += 1) {
      if (current.body.includes('document.forms[0].submit()')) {
        const form = formOf(current, '');
        current = await this.post(new URL(form.action, this.#origin).pathname, form.hidden);
        continue;
      }
      const next = current.location && new URL(current.location, this.#origin);
      if (!next || next.origin !== this.#origin) return current;
      current = await this.#send('GET', next.pathname + next.search, {});
    }
    throw new Error(`Too many redirects, last to ${current.location}`);
  }

  async #send(method: 'GET' | 'POST', url: string, headers: Fields, payload?: string): Promise<Page> {
    const path = url.split('?')[0] ?? url;
    const cookie = this.#cookies
      .filter((kept) => path === kept.path || path.startsWith(kept.path.endsWith('/') ? kept.path : `${kept.path}/`))
      .map(({ name, value }) => `${name}=${value}`)
      .join('; ');
    const response = await this.#app.inject({
      method,
      url,
      remoteAddress: this.#address,
      headers: {
        accept: 'text/html',
        ...(cookie ? { cookie } : {}),
        ...(payload === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
        ...headers,
      },
      ...(payload === undefined ? {} : { payload }),
    });
    for (const { name, value, path = '/', maxAge, expires } of response.cookies) {
      const gone = maxAge === 0 || (expires !== undefined && expires.getTime() <= 0);
      this.setCookie(name, gone ? '' : value, path);
    }
    return {
      status: response.statusCode,
      headers: response.headers,
      body: response.body,
      url,
      location: response.headers.location,
    };
  }
}

/** The form whose action ends with `action`, or the one that holds a button with that `formaction`. */
export function formOf(page: Page, action: string): { readonly action: string; readonly hidden: Fields } {
  const forms = page.body.match(/<form [\s\S]*?<\/form>/g) ?? [];
  for (const form of forms) {
    const targets = [...form.matchAll(/ (?:form)?action="([^"]+)"/g)].map((match) => match[1] ?? '');
    const target = targets.find((candidate) => candidate.endsWith(action));
    if (target === undefined) continue;
    const hidden = [...form.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)];
    return {
      action: target,
      hidden: Object.fromEntries(hidden.map(([, name, value]) => [name, unescape(value ?? '')])),
    };
  }
  throw new Error(`No form ${action} at ${page.url} (${page.status}): ${textOf(page)}`);
}

function unescape(value: string): string {
  return value.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));
}

/** What a person reads: the page's main part without markup. */
export function textOf({ body }: Pick<Page, 'body'>): string {
  const main = /<main[\s\S]*<\/main>/.exec(body)?.[0] ?? body;
  return unescape(main.replace(/<[^>]*>/g, ' '))
    .replace(/\s+/g, ' ')
    .trim();
}
