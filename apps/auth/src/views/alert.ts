import { html } from 'ghtml';

/** Says at the top of a form what went wrong; read out as soon as the page is there. */
export function alert(text: string | undefined): string {
  return text ? html`<p class="alert" role="alert">${text}</p>` : '';
}
