import { type ClientGuide, SIGN_IN } from '../client-guide.ts';

export const n8n: ClientGuide = {
  slug: 'n8n',
  name: 'n8n',
  about: 'Workflows with the MCP Client Tool',
  isHosted: true,
  steps: ({ url }) => [
    { text: 'Add the node MCP Client Tool to an AI Agent of your workflow.' },
    { text: 'Paste this as the endpoint, and choose HTTP Streamable.', snippet: { text: url, what: 'the endpoint' } },
    {
      text: 'As authentication choose MCP OAuth2, make a new credential with Dynamic Client Registration on, and press Connect.',
    },
    SIGN_IN,
  ],
  notes: () => [
    'An n8n of your own reaches whatever its machine reaches, not only public https addresses.',
    'A workflow that runs without a person is better off with an API key: choose Bearer Auth and paste the key.',
    'n8n Cloud returns to https://oauth.n8n.cloud/oauth2/callback. Where sign-in ends with an address that is not registered, use an API key.',
  ],
};
