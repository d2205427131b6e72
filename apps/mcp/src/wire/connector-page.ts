import { createHash } from 'node:crypto';
import type { FastifyReply } from 'fastify';

const STYLE = `:root{color-scheme:light dark}body{margin:0;min-height:100vh;display:grid;place-items:center;font:1rem/1.6 system-ui,sans-serif}
main{max-width:34rem;padding:2rem}h1{font-size:1.4rem;line-height:1.3}code{display:block;padding:.8rem 1rem;border:1px solid #8886;border-radius:.6rem;overflow-wrap:anywhere;user-select:all}`;
const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64');

/** What a person sees who opens the connector's address in a browser: that it is one, and where it goes. `url` is ours, never what was asked for. */
export function sendConnectorPage(reply: FastifyReply, url: string, consoleUrl: string): FastifyReply {
  return reply
    .code(200)
    .headers({
      'content-security-policy': `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; frame-ancestors 'none'; base-uri 'none'`,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
      vary: 'Accept',
    })
    .type('text/html; charset=utf-8')
    .send(`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>Countersign connector</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>This is a connector for AI assistants</h1>
<p>Add this address to your assistant as a connector (an MCP server):</p>
<code>${url}</code>
<p><a href="${consoleUrl}/connect">How to add it to your assistant</a></p>
</main>
</body>
</html>
`);
}
