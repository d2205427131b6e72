import { html } from 'ghtml';

/** The product's sign: two signatures, one above the other. */
export const mark = html`<svg class="mark" viewBox="0 0 32 32" width="32" height="32" aria-hidden="true">
  <path class="mark-first" d="M4 12c5-8 9-8 8 0s1 8 6 1 9-6 10-3" />
  <path class="mark-second" d="M4 24c6-6 10-6 9-1s3 3 7-1 6-2 8-1" />
</svg>`;
