import { html } from 'ghtml';
import { layout } from './layout.ts';

export interface Message {
  readonly title: string;
  /** Each a paragraph of whole sentences: what happened, then what to do next. */
  readonly paragraphs: readonly string[];
  /** For somebody who asks for help: an error code, a request id. */
  readonly reference?: string;
  readonly link?: { readonly href: string; readonly text: string };
}

/** A page that only tells something. */
export function messageView({ title, paragraphs, reference, link }: Message): string {
  return layout({
    title,
    main: html`<h1>${title}</h1>
!${paragraphs.map((text) => html`<p>${text}</p>`)}
!${link ? html`<div class="actions"><a class="button quiet" href="${link.href}">${link.text}</a></div>` : ''}
!${reference ? html`<p class="foot">If you ask for help, give this: <code>${reference}</code></p>` : ''}`,
  });
}
