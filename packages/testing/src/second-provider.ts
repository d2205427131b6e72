import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import { interactionPolicy, Provider } from 'oidc-provider';

export const SECOND_PROVIDER_CLIENT = { id: 'countersign', secret: 'a secret between the two providers' };

/** What it says of a person; by subject. */
export type SecondProviderPeople = Record<
  string,
  {
    readonly email?: string;
    readonly email_verified?: boolean | string;
    readonly xms_edov?: boolean | string | number;
    readonly name?: string;
  }
>;

const TTL_SECONDS = 600;

/**
 * Another company's OpenID provider, as real as ours: it has a port, keys and people of its own. Its sign-in page is one field, the
 * subject, and a button that cancels. Answers once it knows where its client takes answers.
 */
export async function startSecondProvider(people: SecondProviderPeople) {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  const jwk = { ...(await exportJWK(privateKey)), alg: 'ES256', use: 'sig', kid: 'second' };
  return {
    issuer,
    knowClient: (redirectUri: string) => server.on('request', answer(issuer, jwk, redirectUri, people)),
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function answer(issuer: string, jwk: JWK, redirectUri: string, people: SecondProviderPeople): RequestListener {
  const policy = interactionPolicy.base();
  policy.remove('consent');
  const ttl = () => TTL_SECONDS;
  const provider = new Provider(issuer, {
    jwks: { keys: [jwk] },
    ttl: { AccessToken: ttl, Grant: ttl, IdToken: ttl, Interaction: ttl, Session: ttl },
    clients: [
      {
        client_id: SECOND_PROVIDER_CLIENT.id,
        client_secret: SECOND_PROVIDER_CLIENT.secret,
        redirect_uris: [redirectUri],
        token_endpoint_auth_method: 'client_secret_post',
        id_token_signed_response_alg: 'ES256',
      },
    ],
    cookies: { keys: ['second'] },
    responseTypes: ['code'],
    claims: { openid: ['sub'], email: ['email', 'email_verified', 'xms_edov'], profile: ['name'] },
    enabledJWA: { idTokenSigningAlgValues: ['ES256'] },
    features: { devInteractions: { enabled: false } },
    interactions: { policy, url: (_ctx, { uid }) => `/sign-in/${uid}` },
    findAccount: (_ctx, sub) => ({ accountId: sub, claims: () => ({ sub, ...people[sub] }) }),
    loadExistingGrant: async (ctx) => {
      const accountId = ctx.oidc.session?.accountId;
      if (!accountId || !ctx.oidc.client) return undefined;
      const grant = new provider.Grant({ accountId, clientId: ctx.oidc.client.clientId });
      grant.addOIDCScope('openid email profile');
      await grant.save();
      return grant;
    },
  });
  const handle = provider.callback();
  return (request, response) => {
    const isSignIn = request.url?.startsWith('/sign-in/') ?? false;
    if (!isSignIn) return void handle(request, response);
    if (request.method === 'GET') {
      return response
        .setHeader('content-type', 'text/html')
        .end(`<!doctype html><html lang="en"><title>Second provider</title><main><form method="post">
          <label for="subject">Subject</label><input id="subject" name="subject"><button>Continue</button>
          <button name="cancel" value="yes">Cancel</button></form></main></html>`);
    }
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on('end', () => {
      const form = new URLSearchParams(body);
      const result = form.has('cancel')
        ? { error: 'access_denied', error_description: 'Cancelled' }
        : { login: { accountId: form.get('subject') ?? '', remember: false } };
      void provider.interactionFinished(request, response, result);
    });
    return undefined;
  };
}
