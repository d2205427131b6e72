import { type ClientGuide, SIGN_IN } from '../client-guide.ts';

export const claudeAi: ClientGuide = {
  slug: 'claude-ai',
  name: 'claude.ai',
  about: 'Claude on the web, in the desktop app and on the phone',
  isHosted: true,
  link: {
    label: 'Add to claude.ai',
    href: ({ name, url }) =>
      `https://claude.ai/customize/connectors?${new URLSearchParams({
        modal: 'add-custom-connector',
        connectorName: name,
        connectorUrl: url,
      }).toString()}`,
  },
  steps: ({ name, url }) => [
    {
      text: 'In claude.ai, open Settings, then Connectors, and press Add custom connector.',
    },
    { text: 'Give it a name.', snippet: { text: name, what: 'the name' } },
    { text: 'Paste the address, and leave the advanced settings empty.', snippet: { text: url, what: 'the address' } },
    { text: 'Press Add, then Connect.' },
    SIGN_IN,
  ],
  notes: () => [
    'claude.ai takes each address once. For a second organization, choose that organization above and add its own address.',
    'On the phone you can use the connector, but not add it: add it on the web or in the desktop app.',
    'The free plan of claude.ai holds one custom connector.',
    'Requests come from 160.79.104.0/21 over IPv4. A firewall must let them reach the connector and the sign-in service.',
  ],
};
