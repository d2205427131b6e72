import { type HTMLElement, parse } from 'node-html-parser';
import { byText, type Fields, fillForm, plainText } from './filled-form.ts';

/** Who goes on from a page: a browser. */
interface Visitor {
  readonly open: (address: string) => Promise<Page>;
  readonly send: (action: string, data: URLSearchParams) => Promise<Page>;
}

export interface RawForm {
  /** The whole address the button posts to. */
  readonly action: string;
  readonly hidden: Readonly<Record<string, string>>;
}

/** A page as somebody without scripts has it: text to read, links to follow, and forms to fill by their labels. */
export class Page {
  /** Whole, and of this page itself where redirects led here. */
  readonly url: string;
  readonly status: number;
  readonly headers: Headers;
  /** Where the answer sends the person and the browser did not go: a client's callback, or any redirect of a raw request. */
  readonly location: URL | undefined;
  readonly html: string;
  readonly document: HTMLElement;
  /** The main part of the page as it is read, on one line. */
  readonly text: string;
  readonly #visitor: Visitor;

  constructor(visitor: Visitor, url: string, { status, headers }: Response, html: string) {
    this.#visitor = visitor;
    this.url = url;
    this.status = status;
    this.headers = headers;
    const location = headers.get('location');
    this.location = location !== null && status >= 300 && status < 400 ? new URL(location, url) : undefined;
    this.html = html;
    this.document = parse(html);
    this.text = plainText(this.document.querySelector('main') ?? this.document);
  }

  /** Fills fields and presses the button whose text begins so. */
  async submit(button: string, fields: Fields = {}): Promise<Page> {
    const { pressed, form, action } = this.#press(button);
    const data = fillForm(form, fields, this.#where);
    const name = pressed.getAttribute('name');
    if (name) data.append(name, pressed.getAttribute('value') ?? '');
    return this.#visitor.send(action, data);
  }

  /** Follows the link whose text begins so. */
  async follow(link: string): Promise<Page> {
    const href = byText(this.document, 'a', link)?.getAttribute('href');
    if (!href) throw new Error(`No link “${link}” ${this.#where}`);
    return this.#visitor.open(new URL(href, this.url).href);
  }

  /** Follows a redirect that the browser stopped at. */
  async goOn(): Promise<Page> {
    if (!this.location) throw new Error(`No redirect ${this.#where}`);
    return this.#visitor.open(this.location.href);
  }

  /** What a forger knows of the form of a button; to be sent with `Browser.submitRaw`. */
  form(button: string): RawForm {
    const { form, action } = this.#press(button);
    const hidden = form
      .querySelectorAll('input[type=hidden]')
      .map((input) => [input.getAttribute('name') ?? '', input.getAttribute('value') ?? ''] as const);
    return { action, hidden: Object.fromEntries(hidden) };
  }

  #press(button: string) {
    const pressed = byText(this.document, 'button', button);
    const form = pressed?.closest('form');
    if (!pressed || !form) throw new Error(`No button “${button}” ${this.#where}`);
    const action = pressed.getAttribute('formaction') ?? form.getAttribute('action') ?? '';
    return { pressed, form, action: new URL(action, this.url).href };
  }

  get #where(): string {
    return `on ${this.url} (${this.status}): ${this.text}`;
  }
}
