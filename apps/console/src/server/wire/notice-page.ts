import type { FastifyReply } from 'fastify';

export interface Notice {
  readonly status: number;
  readonly title: string;
  readonly text: string;
  readonly action?: { readonly href: string; readonly label: string };
}

/** The look of the other pages, in the few rules these need. */
const STYLE = `
:root { color-scheme: light dark; --paper: #f4f1ea; --card: #fffdf9; --ink: #1d2a2e; --soft: #55625f; --line: #d9d3c5; --first: #0f5f5c; --on-first: #fff }
@media (prefers-color-scheme: dark) { :root { --paper: #11181a; --card: #1a2326; --ink: #eceae3; --soft: #a9b4b1; --line: #334044; --first: #7fd6c8; --on-first: #0c2422 } }
body { margin: 0; min-height: 100dvh; display: grid; place-items: center; background: var(--paper); color: var(--ink); font: 16px/1.55 system-ui, sans-serif }
main { box-sizing: border-box; width: min(28rem, calc(100vw - 2rem)); padding: 2rem; background: var(--card); border: 1px solid var(--line); border-radius: 16px }
h1, .brand { font-family: ui-serif, Palatino, Georgia, serif; font-weight: 600 }
h1 { margin: 0 0 .5rem; font-size: 1.5rem; line-height: 1.25; text-wrap: balance } p { margin: 0; color: var(--soft) }
.brand { margin-bottom: 1rem; color: var(--first) }
a { display: inline-block; margin-top: 1.5rem; padding: .55rem 1rem; border-radius: 8px; background: var(--first); color: var(--on-first); font-weight: 600; text-decoration: none }
a:focus-visible { outline: 3px solid var(--first); outline-offset: 2px }`;

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** Answers with a page of its own, for when the built pages cannot help. Works without scripts. */
export function sendNotice(reply: FastifyReply, { status, title, text, action }: Notice): FastifyReply {
  const link = action ? `<a href="${escape(action.href)}">${escape(action.label)}</a>` : '';
  return reply
    .code(status)
    .type('text/html; charset=utf-8')
    .header('cache-control', 'no-store')
    .send(
      `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escape(title)} · Countersign</title><style nonce="${reply.cspNonce.style}">${STYLE}</style></head>
<body><main><p class="brand">Countersign</p><h1>${escape(title)}</h1><p>${escape(text)}</p>${link}</main></body></html>`,
    );
}
