import type { HostedClient } from './hosted-client.ts';
import { listWithout, signInPublicly } from './spellings.ts';

export const copilotCli: HostedClient = {
  name: 'GitHub Copilot CLI',
  signsIn: {
    promise: 'registers, and asks for no scope and one resource',
    seen: 'September 2026',
    sources: ['github/copilot-cli#4439', 'github/copilot-cli#4582'],
    exchange: signInPublicly('GitHub Copilot CLI', 'http://127.0.0.1:40123/'),
  },
  replays: [
    {
      promise: 'is shown no enumeration on a list itself',
      seen: 'September 2026',
      sources: ['github/copilot-cli#4835'],
      exchange: [listWithout(/"type":"array"[^{}]*"enum"/, /"enum":\[[^\]]*\][^{}]*"type":"array"/)],
    },
  ],
  neverTried:
    'Its model and its account. The program itself is among [those that were run](clients.md) where that says so.',
};
