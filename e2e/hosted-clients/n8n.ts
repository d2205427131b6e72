import type { HostedClient } from './hosted-client.ts';
import { METADATA_AT_CONNECTOR, signInPublicly } from './spellings.ts';

export const n8n: HostedClient = {
  name: 'n8n',
  signsIn: {
    promise: 'asks the connector’s own host for the metadata, registers its tenant’s way back and signs in',
    seen: 'June 2026',
    sources: ['n8n-io/n8n#23712', 'n8n-io/n8n#21791'],
    exchange: [
      METADATA_AT_CONNECTOR,
      ...signInPublicly('n8n', 'https://acme.app.n8n.cloud/rest/oauth2-credential/callback'),
    ],
  },
  replays: [
    {
      promise: 'returns to an address it has not registered, and is refused there',
      seen: 'June 2026',
      sources: ['n8n-io/n8n#21791'],
      exchange: [
        {
          send: 'GET {auth}/oauth/authorize?client_id={client}&redirect_uri=https%3A%2F%2Foauth.n8n.cloud%2Foauth2%2Fcallback&response_type=code&code_challenge={challenge}&code_challenge_method=S256',
          answer: { status: 400 },
        },
      ],
    },
  ],
  neverTried:
    'The client itself. The Cloud returns to `https://oauth.n8n.cloud/oauth2/callback`, which has to be among what it registers.',
};
