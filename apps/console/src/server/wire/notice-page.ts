import type { FastifyReply } from 'fastify';

export interface Notice {
  readonly status: number;
  readonly title: string;
  readonly text: string;
  readonly action?: { readonly href: string; readonly label: string };
}

const STYLE = `
:root { color-scheme: light dark; --page: #f6f8f8; --card: #fff; --ink: #14211f; --soft: #4b5b58; --line: #dbe4e2; --teal: #0f766e; --on-teal: #fff }
@media (prefers-color-scheme: dark) { :root { --page: #0f1615; --card: #17201f; --ink: #e6eeec; --soft: #a9b8b5; --line: #2a3634; --teal: #2dd4bf; --on-teal: #06201c } }
body { margin: 0; min-height: 100dvh; display: grid; place-items: center; background: var(--page); color: var(--ink); font: 16px/1.55 system-ui, sans-serif }
main { box-sizing: border-box; width: min(28rem, calc(100vw - 2rem)); padding: 2rem; background: var(--card); border: 1px solid var(--line); border-radius: 12px }
h1 { margin: 0 0 .5rem; font-size: 1.25rem; line-height: 1.3 } p { margin: 0; color: var(--soft) }
.brand { margin-bottom: 1rem; color: var(--teal); font-weight: 650 }
a { display: inline-block; margin-top: 1.5rem; padding: .55rem 1rem; border-radius: 8px; background: var(--teal); color: var(--on-teal); font-weight: 600; text-decoration: none }
a:focus-visible { outline: 2px solid var(--teal); outline-offset: 2px }`;

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
