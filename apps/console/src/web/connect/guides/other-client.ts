import { asJson, type ClientGuide, SIGN_IN } from '../client-guide.ts';

export const otherClient: ClientGuide = {
  slug: 'json',
  name: 'Another client',
  about: 'Any client that reads JSON settings',
  isHosted: false,
  steps: ({ name, url }) => [
    {
      text: 'Most clients read this form.',
      snippet: { text: asJson({ mcpServers: { [name]: { type: 'http', url } } }), what: 'the settings' },
    },
    {
      text: 'A client that can only start programs needs one in between.',
      snippet: {
        text: asJson({ mcpServers: { [name]: { command: 'npx', args: ['mcp-remote', url] } } }),
        what: 'the settings with mcp-remote',
      },
    },
    SIGN_IN,
  ],
  notes: () => [
    'Some clients name the address differently: “serverUrl” in Windsurf and Antigravity.',
    'The transport is Streamable HTTP. There is no SSE endpoint.',
  ],
};
