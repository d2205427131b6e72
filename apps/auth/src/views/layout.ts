import { html } from 'ghtml';
import { ASSETS } from '../assets/assets.ts';
import { mark } from './mark.ts';

export interface Layout {
  /** Plain text; escaped here. */
  readonly title: string;
  /** Markup of the page, already escaped. */
  readonly main: string;
  /** Whether the page has a form that makes or uses a passkey. */
  readonly passkeys?: boolean;
  /** Markup beside the product's name, already escaped. */
  readonly aside?: string;
}

/**
 * The frame of every page. Views are functions from data to markup; ghtml escapes each `${value}`, and `!${markup}` is for what
 * another view returned, never for data. What the script changes stands changed in the first picture (`blocking`, where the browser knows it).
 */
export function layout({ title, main, passkeys = false, aside = '' }: Layout): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${title} · Countersign</title>
<link rel="icon" href="${ASSETS.icon.url}" type="image/svg+xml">
<link rel="stylesheet" href="${ASSETS.style.url}">
!${passkeys ? html`<script src="${ASSETS.webauthn.url}" defer></script><script src="${ASSETS.passkeys.url}" type="module"></script>` : ''}
<script src="${ASSETS.script.url}" type="module" blocking="render"></script>
</head>
<body>
<header class="top">
  <a class="brand" href="/">!${mark}<span>Countersign</span></a>
  !${aside}
</header>
<main class="card">
!${main}
</main>
</body>
</html>
`;
}
