import { type HTMLElement, parse } from 'node-html-parser';
import { CookieJar } from 'tough-cookie';

const REDIRECTS_MAX = 20;

/** A page as somebody without scripts has it: text to read, and forms to fill by their labels. */
export interface Page {
  readonly url: string;
  readonly status: number;
  readonly document: HTMLElement;
  readonly text: string;
  /** Fills fields by label and presses a button by its text. A checkbox takes a boolean, a select the option's text. */
  readonly submit: (button: string, fields?: Record<string, string | boolean>) => Promise<Page | Callback>;
  /** Follows a link by its text. */
  readonly follow: (link: string) => Promise<Page | Callback>;
}

/** The client's own address, with which an authorization ends. */
export interface Callback {
  readonly callback: URL;
}

/** The browser of one person: a cookie jar, redirects, and forms. Stops at `callbackUri` as a real one leaves for the client. */
export class Browser {
  readonly #jar = new CookieJar();
  readonly #callbackUris: string[] = [];

  leaveAt(callbackUri: string): void {
    this.#callbackUris.push(callbackUri);
  }

  async open(url: string, body?: URLSearchParams, referrer?: string): Promise<Page | Callback> {
    let [target, form] = [url, body];
    for (let hop = 0; hop < REDIRECTS_MAX; hop += 1) {
      const response = await fetch(target, {
        method: form ? 'POST' : 'GET',
        redirect: 'manual',
        headers: {
          cookie: await this.#jar.getCookieString(target),
          accept: 'text/html',
          ...(form && referrer ? { origin: new URL(referrer).origin, 'sec-fetch-site': 'same-origin' } : {}),
        },
        ...(form ? { body: form } : {}),
      });
      for (const cookie of response.headers.getSetCookie()) await this.#jar.setCookie(cookie, target);
      const location = response.headers.get('location');
      if (!location) return this.#page(target, response.status, await response.text());
      await response.body?.cancel();
      target = new URL(location, target).href;
      // 302 and 303 both become GET in every browser; 307 would repeat the post, which clients' callbacks refuse.
      if (response.status === 307 || response.status === 308)
        throw new Error(`${response.status} to ${target} repeats the post`);
      form = undefined;
      if (this.#callbackUris.some((uri) => target.startsWith(uri))) return { callback: new URL(target) };
    }
    throw new Error(`More than ${REDIRECTS_MAX} redirects from ${url}`);
  }

  #page(url: string, status: number, html: string): Page {
    const document = parse(html);
    const text = document.querySelector('main, body')?.structuredText ?? document.structuredText;
    return {
      url,
      status,
      document,
      text,
      submit: async (button, fields = {}) => {
        const pressed = byText(document, 'button', button);
        const form = pressed?.closest('form');
        if (!pressed || !form) throw new Error(`No button “${button}” on ${url}:\n${text}`);
        const body = formData(form, fields, `on ${url}:\n${text}`);
        const name = pressed.getAttribute('name');
        if (name) body.append(name, pressed.getAttribute('value') ?? '');
        const action = pressed.getAttribute('formaction') ?? form.getAttribute('action') ?? '';
        return this.open(new URL(action, url).href, body, url);
      },
      follow: async (link) => {
        const href = byText(document, 'a', link)?.getAttribute('href');
        if (!href) throw new Error(`No link “${link}” on ${url}:\n${text}`);
        return this.open(new URL(href, url).href);
      },
    };
  }
}

export function isPage(reached: Page | Callback): reached is Page {
  return 'document' in reached;
}

function byText(document: HTMLElement, tag: string, text: string): HTMLElement | undefined {
  return document.querySelectorAll(tag).find((element) => plain(element).startsWith(text));
}

function plain(element: HTMLElement): string {
  return element.textContent.replace(/\s+/g, ' ').trim();
}

function formData(form: HTMLElement, fields: Record<string, string | boolean>, where: string): URLSearchParams {
  const data = new URLSearchParams();
  const wanted = new Map(Object.entries(fields).map(([label, value]) => [controlOf(form, label, where), value]));
  for (const control of form.querySelectorAll('input, select, textarea')) {
    const name = control.getAttribute('name');
    if (!name || control.hasAttribute('disabled')) continue;
    const value = wanted.get(control);
    if (control.tagName === 'SELECT') data.append(name, selected(control, value, where));
    else if (['checkbox', 'radio'].includes(control.getAttribute('type') ?? '')) {
      if (value ?? control.hasAttribute('checked')) data.append(name, control.getAttribute('value') ?? 'on');
    } else if (control.getAttribute('type') !== 'submit') {
      data.append(name, typeof value === 'string' ? value : (control.getAttribute('value') ?? ''));
    }
  }
  return data;
}

function controlOf(form: HTMLElement, label: string, where: string): HTMLElement {
  const found = form.querySelectorAll('label').find((candidate) => plain(candidate).startsWith(label));
  const id = found?.getAttribute('for');
  const control = id ? form.querySelector(`[id="${id}"]`) : found?.querySelector('input, select, textarea');
  if (!control) throw new Error(`No field “${label}” ${where}`);
  return control;
}

function selected(select: HTMLElement, wanted: string | boolean | undefined, where: string): string {
  const options = select.querySelectorAll('option');
  const option =
    wanted === undefined
      ? (options.find((candidate) => candidate.hasAttribute('selected')) ?? options[0])
      : options.find((candidate) => plain(candidate).startsWith(String(wanted)));
  if (!option) throw new Error(`No option “${wanted}” ${where}`);
  return option.getAttribute('value') ?? plain(option);
}
