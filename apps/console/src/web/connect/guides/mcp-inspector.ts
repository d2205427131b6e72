import { type ClientGuide, SIGN_IN } from '../client-guide.ts';

export const mcpInspector: ClientGuide = {
  slug: 'mcp-inspector',
  name: 'MCP Inspector',
  about: 'A page for developers that shows every message',
  isHosted: false,
  steps: ({ url }) => [
    {
      text: 'Run this in a terminal. The Inspector opens in your browser.',
      snippet: { text: 'npx @modelcontextprotocol/inspector', what: 'the command' },
    },
    {
      text: 'Choose the transport Streamable HTTP and paste the address.',
      snippet: { text: url, what: 'the address' },
    },
    { text: 'Press Connect.' },
    SIGN_IN,
  ],
  notes: () => [
    'The Inspector calls from a page in your browser, at http://localhost:6274. This deployment admits that page; one at another address has to be named in MCP_ALLOWED_ORIGINS.',
  ],
};
