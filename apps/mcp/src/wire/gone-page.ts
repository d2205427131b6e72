import type { FastifyReply } from 'fastify';

const STATES = {
  unknown: [
    404,
    'This link opens nothing',
    'It is not complete, or what it led to is no longer there. Ask whoever sent it for a new one.',
  ],
  expired: [410, 'This link has expired', 'Links to files work for 15 minutes. Ask whoever sent it for a new one.'],
  withdrawn: [
    403,
    'This link no longer opens',
    'The assistant or the API key that made it may not read the file any more: its connection has ended, or the organization has closed it off. Ask whoever sent the link for the file.',
  ],
  busy: [429, 'Too many files are being opened', 'Wait a minute and open the link again.'],
  unavailable: [503, 'The file cannot be opened at the moment', 'Try again in a few minutes.'],
} as const;

/** Why a link to a file opens nothing. */
export type Gone = keyof typeof STATES;

/** Says it on a page, to a person who knows nothing of this service. */
export function sayGone(reply: FastifyReply, why: Gone): FastifyReply {
  const [status, title, sentences] = STATES[why];
  return reply
    .code(status)
    .type('text/html; charset=utf-8')
    .send(`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>body { font: 1.05rem/1.5 system-ui, sans-serif; max-width: 32rem; margin: 15vh auto; padding: 0 1.25rem }</style>
</head>
<body>
<main>
<h1>${title}</h1>
<p>${sentences}</p>
</main>
</body>
</html>
`);
}
