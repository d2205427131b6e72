import { asJson, type ClientGuide } from '../client-guide.ts';

export const openAiResponses: ClientGuide = {
  slug: 'openai-responses',
  name: 'OpenAI Responses API',
  about: 'Your own program, with a model of OpenAI',
  isHosted: true,
  steps: ({ name, url }) => [
    {
      text: 'Let your program sign a person in: authorization code with PKCE, and the connector’s address as “resource”. Everything it needs to know begins with this document.',
      snippet: { text: metadataUrl(url), what: 'the address of the metadata' },
    },
    {
      text: 'Put this into “tools” of each request, with the person’s access token.',
      snippet: {
        text: asJson({
          type: 'mcp',
          server_label: name,
          server_url: url,
          authorization: 'ACCESS_TOKEN',
          allowed_tools: { read_only: true },
        }),
        what: 'the entry for “tools”',
      },
    },
  ],
  notes: () => [
    'The API keeps no token: send one with every request, and renew it with the refresh token before it runs out.',
    'With “read_only” the model is shown tools that read. Name tools instead to give it others; writing also needs the person’s consent and the organization’s switch.',
  ],
};

/** RFC 9728 §3.1: the well-known part goes between the host and the path. */
function metadataUrl(url: string): string {
  const { origin, pathname } = new URL(url);
  return `${origin}/.well-known/oauth-protected-resource${pathname}`;
}
