import { exportJWK, generateKeyPair } from 'jose';
import { Provider } from 'oidc-provider';
import { portOfListener, serve } from './serve.ts';

export interface StockProviderSettings {
  readonly clientId: string;
  readonly resource: string;
}

const HOUR_SECONDS = 3600;

/**
 * oidc-provider as it comes, with its store in memory: a public client, ES256 access tokens for one resource, refresh tokens that rotate.
 * `POST /chain` answers a refresh token to begin with.
 */
serve(async ({ clientId, resource }: StockProviderSettings) => {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  const ttl = () => HOUR_SECONDS;
  const provider = new Provider('http://127.0.0.1', {
    jwks: { keys: [{ ...(await exportJWK(privateKey)), alg: 'ES256', use: 'sig', kid: 'stock' }] },
    clients: [
      {
        client_id: clientId,
        redirect_uris: ['https://client.example.com/callback'],
        grant_types: ['authorization_code', 'refresh_token'],
        token_endpoint_auth_method: 'none',
        id_token_signed_response_alg: 'ES256',
      },
    ],
    cookies: { keys: ['stock'] },
    enabledJWA: { idTokenSigningAlgValues: ['ES256'] },
    ttl: { AccessToken: ttl, Grant: ttl, IdToken: ttl, Interaction: ttl, RefreshToken: ttl, Session: ttl },
    rotateRefreshToken: true,
    expiresWithSession: () => false,
    features: {
      devInteractions: { enabled: false },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => resource,
        useGrantedResource: () => true,
        getResourceServerInfo: () => ({
          scope: 'mcp:read',
          audience: resource,
          accessTokenFormat: 'jwt',
          jwt: { sign: { alg: 'ES256', kid: 'stock' } },
        }),
      },
    },
    findAccount: (_ctx, sub) => ({ accountId: sub, claims: () => ({ sub }) }),
  });
  const handle = provider.callback();

  async function chain(): Promise<string> {
    const client = await provider.Client.find(clientId);
    if (!client) throw new Error('The client is configured above.');
    const grant = new provider.Grant({ accountId: 'ada', clientId });
    grant.addResourceScope(resource, 'mcp:read');
    const grantId = await grant.save();
    const parts = { accountId: 'ada', client, grantId, gty: 'authorization_code', resource, scope: 'mcp:read' };
    return new provider.RefreshToken({ ...parts, rotations: 0, iiat: Math.floor(Date.now() / 1000) }).save();
  }

  return portOfListener((request, response) => {
    if (request.url !== '/chain') return void handle(request, response);
    chain().then(
      (refreshToken) => response.end(refreshToken),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
});
