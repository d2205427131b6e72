import type { HostedClient } from './hosted-client.ts';
import { METADATA_AT_CONNECTOR, signInPublicly } from './spellings.ts';

export const raycast: HostedClient = {
  name: 'Raycast',
  signsIn: {
    promise: 'asks the connector’s own host for the metadata and registers a way back with a query',
    seen: '2026',
    sources: ['appwrite/mcp#77'],
    exchange: [
      METADATA_AT_CONNECTOR,
      ...signInPublicly('Raycast', 'https://raycast.com/redirect?packageName=Extension'),
    ],
  },
  replays: [],
  neverTried: 'The client itself.',
};
