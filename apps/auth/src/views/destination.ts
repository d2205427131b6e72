import { html } from 'ghtml';
import type { Interaction } from '../interactions/interactions.ts';

type Redirect = Pick<Interaction, 'redirectUri' | 'redirectsToLoopback'>;

interface Destination {
  readonly headline: string;
  readonly detail: string;
  readonly warning?: string;
  /** An app takes over, and the browser stays on the page it is on. */
  readonly opensApp?: boolean;
}

/**
 * Where the person ends up, in words. The one thing a client cannot lie about, because the code goes there and nowhere else. Hosts
 * appear in their ASCII form, so that look-alike letters show.
 */
export function destinationOf({ redirectUri, redirectsToLoopback }: Redirect): Destination {
  const url = new URL(redirectUri);
  if (!/^https?:$/.test(url.protocol)) {
    return {
      headline: `${url.protocol}//`,
      detail: 'An app on this device that opens addresses of this kind.',
      warning: 'Any installed app can claim such addresses. Go on only if you came here from the app you mean.',
      opensApp: true,
    };
  }
  if (redirectsToLoopback) {
    return {
      headline: 'A program on this computer',
      detail: `It listens at ${url.host}.`,
      warning:
        'Nothing vouches for that program, whatever name it gives. Go on only if you started it yourself just now.',
    };
  }
  return { headline: url.host, detail: 'If you do not know this address, choose Cancel.' };
}

export function destinationView(redirect: Redirect): string {
  const { headline, detail, warning } = destinationOf(redirect);
  return html`<section class="destination" aria-labelledby="destination-title">
  <h2 id="destination-title">You will be sent back to</h2>
  <p class="host">!${breakable(headline)}</p>
  <p class="hint">${detail}</p>
  !${warning ? html`<p class="warning">${warning}</p>` : ''}
</section>`;
}

/** Long hosts break at their dots, so that what stands before the end is not taken for the end. */
function breakable(host: string): string {
  return host
    .split('.')
    .map((label) => html`${label}`)
    .join('.<wbr>');
}
