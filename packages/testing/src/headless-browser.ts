/** A form of a page as it would be sent, with the names and values its HTML gives it. */
export interface HtmlForm {
  readonly action: string;
  readonly fields: Readonly<Record<string, string>>;
  /** Texts of its buttons, each with the address it sends the form to. */
  readonly buttons: ReadonlyMap<string, string>;
  /** Values of radio buttons and options, by field. */
  readonly choices: ReadonlyMap<string, readonly string[]>;
}

export interface Page {
  readonly url: URL;
  readonly status: number;
  readonly html: string;
  readonly forms: readonly HtmlForm[];
}

interface Cookie {
  readonly value: string;
  readonly path: string;
}

/**
 * As much of a browser as forms without scripts need: cookies by host and path, redirects, and reading forms from HTML. Stops at a
 * redirect that leaves `origins`, as at a client's callback.
 */
export class HeadlessBrowser {
  readonly #origins: ReadonlySet<string>;
  readonly #cookies = new Map<string, Cookie>();

  constructor(origins: readonly string[]) {
    this.#origins = new Set(origins);
  }

  open(url: string | URL): Promise<Page | URL> {
    return this.#request(new URL(url), 'GET');
  }

  /** Sends a form by the button of this text, with some fields changed; null leaves a field out. */
  submit(page: Page, button: string, changes: Readonly<Record<string, string | null>> = {}): Promise<Page | URL> {
    const form = page.forms.find(({ buttons }) => buttons.has(button));
    if (!form) throw new Error(`No button “${button}” on ${page.url.pathname}:\n${page.html}`);
    const fields = Object.entries({ ...form.fields, ...changes }).filter(
      (entry): entry is [string, string] => entry[1] !== null,
    );
    return this.#request(
      new URL(form.buttons.get(button) ?? form.action, page.url),
      'POST',
      new URLSearchParams(fields),
    );
  }

  async #request(url: URL, method: 'GET' | 'POST', body?: URLSearchParams): Promise<Page | URL> {
    const headers: Record<string, string> = { cookie: this.#cookiesFor(url), accept: 'text/html' };
    if (body) headers.origin = url.origin;
    const response = await fetch(url, { method, headers, redirect: 'manual', ...(body ? { body } : {}) });
    this.#store(url, response.headers.getSetCookie());
    const location = response.headers.get('location');
    if (location === null) {
      const html = await response.text();
      return { url, status: response.status, html, forms: readForms(html, url) };
    }
    await response.body?.cancel();
    const next = new URL(location, url);
    return this.#origins.has(next.origin) ? this.#request(next, 'GET') : next;
  }

  #cookiesFor(url: URL): string {
    const sent = [...this.#cookies].filter(([key, { path }]) => {
      const underPath = url.pathname === path || url.pathname.startsWith(path.endsWith('/') ? path : `${path}/`);
      return key.startsWith(`${url.host} `) && underPath;
    });
    return sent.map(([key, { value }]) => `${key.split(' ').at(-1)}=${value}`).join('; ');
  }

  #store(url: URL, lines: readonly string[]): void {
    for (const line of lines) {
      const [pair = '', ...attributes] = line.split(/;\s*/);
      const [name, value] = split(pair);
      const given = new Map(
        attributes.map((attribute) => split(attribute)).map(([key, text]) => [key.toLowerCase(), text]),
      );
      const path = given.get('path') ?? '/';
      const gone = value === '' || given.get('max-age') === '0' || Date.parse(given.get('expires') ?? '') < Date.now();
      const key = `${url.host} ${path} ${name}`;
      if (gone) this.#cookies.delete(key);
      else this.#cookies.set(key, { value, path });
    }
  }
}

function split(pair: string): [string, string] {
  const at = pair.indexOf('=');
  return at < 0 ? [pair, ''] : [pair.slice(0, at), pair.slice(at + 1)];
}

/** Enough of HTML for well-formed pages of ours: no script makes forms, and values are quoted. */
function readForms(html: string, url: URL): HtmlForm[] {
  return [...html.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/g)].map(([, tag = '', content = '']) => {
    const action = attribute(tag, 'action') ?? url.pathname;
    const fields: Record<string, string> = {};
    const choices = new Map<string, string[]>();
    for (const [, input = ''] of content.matchAll(/<input\b([^>]*)>/g)) {
      const [name, type, value] = [
        attribute(input, 'name'),
        attribute(input, 'type'),
        attribute(input, 'value') ?? 'on',
      ];
      if (!name || type === 'submit') continue;
      if (type === 'radio') choices.set(name, [...(choices.get(name) ?? []), value]);
      if (type !== 'radio' && type !== 'checkbox') fields[name] = attribute(input, 'value') ?? '';
      else if (/\bchecked\b/.test(input)) fields[name] = value;
    }
    for (const [, select = '', options = ''] of content.matchAll(/<select\b([^>]*)>([\s\S]*?)<\/select>/g)) {
      const name = attribute(select, 'name') ?? '';
      const all = [...options.matchAll(/<option\b([^>]*)>/g)].map(([, option = '']) => option);
      choices.set(
        name,
        all.map((option) => attribute(option, 'value') ?? ''),
      );
      const chosen = all.find((option) => /\bselected\b/.test(option)) ?? all[0];
      if (chosen !== undefined) fields[name] = attribute(chosen, 'value') ?? '';
    }
    const buttons = [...content.matchAll(/<button\b([^>]*)>([\s\S]*?)<\/button>/g)].map(
      ([, button = '', text = '']) => [plain(text), attribute(button, 'formaction') ?? action] as const,
    );
    return { action, fields, choices, buttons: new Map(buttons) };
  });
}

function attribute(tag: string, name: string): string | undefined {
  const value = new RegExp(`\\s${name}="([^"]*)"`).exec(` ${tag}`)?.[1];
  return value === undefined ? undefined : decode(value);
}

function plain(markup: string): string {
  return decode(markup.replace(/<[^>]*>/g, ''))
    .replace(/\s+/g, ' ')
    .trim();
}

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function decode(text: string): string {
  return text.replace(/&(?:#(\d+)|#x([0-9a-f]+)|(\w+));/gi, (whole, decimal, hex, name: string) => {
    if (decimal) return String.fromCodePoint(Number(decimal));
    return hex ? String.fromCodePoint(Number.parseInt(hex, 16)) : (NAMED[name] ?? whole);
  });
}
