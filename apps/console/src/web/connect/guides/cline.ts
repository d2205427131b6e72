import { asJson, type ClientGuide, SIGN_IN } from '../client-guide.ts';

export const cline: ClientGuide = {
  slug: 'cline',
  name: 'Cline',
  about: 'The coding agent in editors',
  isHosted: false,
  steps: ({ name, url }) => [
    {
      text: 'In Cline, open MCP Servers, then Configure MCP Servers, and write this into the file that opens.',
      snippet: {
        text: asJson({ mcpServers: { [name]: { type: 'streamableHttp', url } } }),
        what: 'the settings',
        file: 'cline_mcp_settings.json',
      },
    },
    { text: 'Press Authenticate beside the new entry.' },
    SIGN_IN,
  ],
  notes: () => ['Keep "type" in the file: without it Cline takes the address for one of the older SSE transport.'],
};
