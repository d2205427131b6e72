import type { HostedClient, Replay } from './hosted-client.ts';

const ISSUE = /^([\w.-]+\/[\w.-]+)#(\d+)$/;

/** docs/hosted-clients.md, of all that is replayed. */
export function pageOf(clients: readonly HostedClient[]): string {
  return [
    '# Hosted clients: what was replayed',
    'None of these can be reached from a test. What they were seen to send is written down in public, mostly by people whose servers met them, and is sent again to the whole product by `e2e/journeys/hosted-clients.test.ts`: the requests in their order and their spelling, and every answer is judged. So a line below means that this shape is answered rightly, not that the client was seen to work here; a source is one reporter’s word, unless it is a page of the maker. Clients that were run themselves are in [clients.md](clients.md).',
    'This page is written from the replays; a test compares it.',
    ...clients.flatMap(({ name, signsIn, replays, neverTried }) => [
      `## ${name}`,
      [signsIn, ...replays].map(line).join('\n'),
      `Never tried: ${lowerFirst(neverTried)}`,
    ]),
    '',
  ]
    .join('\n\n')
    .replace(/\n+$/, '\n');
}

function line({ promise, seen, sources }: Replay): string {
  return `- It ${promise}. Seen: ${seen}. ${sources.map(link).join(', ')}`;
}

function link(source: string): string {
  const [, repository, number] = ISSUE.exec(source) ?? [];
  return repository ? `[${source}](https://github.com/${repository}/issues/${number})` : source;
}

function lowerFirst(text: string): string {
  return /^(?:The|A|Its|One) /.test(text) ? `${text.charAt(0).toLowerCase()}${text.slice(1)}` : text;
}
