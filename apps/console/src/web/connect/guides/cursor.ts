import { asJson, type ClientGuide, SIGN_IN } from '../client-guide.ts';

export const cursor: ClientGuide = {
  slug: 'cursor',
  name: 'Cursor',
  about: 'The Cursor editor',
  isHosted: false,
  link: {
    label: 'Add to Cursor',
    href: ({ name, url }) =>
      `cursor://anysphere.cursor-deeplink/mcp/install?${new URLSearchParams({
        name,
        config: btoa(JSON.stringify({ url })),
      }).toString()}`,
  },
  steps: ({ name, url }) => [
    {
      text: 'Write this into a file of the folder you work in.',
      snippet: { text: asJson({ mcpServers: { [name]: { url } } }), what: 'the settings', file: '.cursor/mcp.json' },
    },
    { text: 'In Cursor’s settings, open MCP and sign in to the new entry.' },
    SIGN_IN,
  ],
  notes: () => [],
};
