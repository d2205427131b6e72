import { z } from 'zod';
import { answerOf, type Chain, ChainBroken, correctSetting, PASS_UNCHANGED, START_DATABASE } from './chain.ts';

function server({ authUrl }: Chain) {
  return { name: 'sign-in service', url: authUrl, setting: 'AUTH_URL' };
}

const SOMETHING_ELSE = { problem: 'Something else answers as the sign-in service', cure: correctSetting('AUTH_URL') };

export async function authorizationServerIsReady(chain: Chain): Promise<void> {
  const step = 'authorization_server';
  const { status } = await answerOf(step, server(chain), '/readyz');
  if (status === 503) {
    throw new ChainBroken(step, {
      problem: 'The sign-in service cannot reach its database',
      cure: START_DATABASE,
      detail: `What answers at ${chain.authUrl} runs, and waits for its database. Nothing has to be connected again.`,
    });
  }
  if (status !== 200) {
    throw new ChainBroken(step, {
      ...SOMETHING_ELSE,
      detail: `It is not the authorization server, at ${chain.authUrl}.`,
    });
  }
}

const ServerMetadata = z.object({
  issuer: z.string(),
  authorization_endpoint: z.string(),
  token_endpoint: z.string(),
  registration_endpoint: z.string(),
  jwks_uri: z.string(),
  code_challenge_methods_supported: z.array(z.string()),
});

/** Authorization server metadata (RFC 8414 §3.3). Answers the path of its keys, on the configured origin. */
export async function serverMetadataFits(chain: Chain): Promise<string> {
  const step = 'authorization_server_metadata';
  const { status, json } = await answerOf(step, server(chain), '/.well-known/oauth-authorization-server');
  const metadata = ServerMetadata.safeParse(json);
  if (status !== 200 || !metadata.success) {
    throw new ChainBroken(step, {
      ...SOMETHING_ELSE,
      detail: `What answers at ${chain.authUrl} does not describe itself as an authorization server.`,
    });
  }
  const { issuer, code_challenge_methods_supported: methods, ...endpoints } = metadata.data;
  if (issuer !== chain.authUrl) {
    throw new ChainBroken(step, {
      problem: 'The sign-in service goes by another address',
      cure: correctSetting('AUTH_URL'),
      detail: `It calls itself by another address than ${chain.authUrl}.`,
    });
  }
  if (!methods.includes('S256')) {
    throw new ChainBroken(step, {
      problem: 'The sign-in service offers no PKCE',
      cure: PASS_UNCHANGED,
      detail: 'Clients insist on PKCE with S256, and its metadata does not name it.',
    });
  }
  const foreign = Object.values(endpoints).some((endpoint) => URL.parse(endpoint)?.origin !== chain.authUrl);
  if (foreign) {
    throw new ChainBroken(step, {
      problem: 'The sign-in service names foreign endpoints',
      cure: correctSetting('AUTH_URL'),
      detail: 'Its metadata names endpoints at another address than its own.',
    });
  }
  return new URL(metadata.data.jwks_uri).pathname;
}

const KeySet = z.object({
  keys: z.array(z.object({ kid: z.string().optional(), kty: z.string(), crv: z.string().optional() })),
});

/** There must be a key for ES256 (RFC 7518 §3.4): P-256, and named, so that a token can say which it is. Answers its id. */
export async function signingKeyExists(chain: Chain, path: string): Promise<string> {
  const step = 'signing_keys';
  const { status, json } = await answerOf(step, server(chain), path);
  const keySet = KeySet.safeParse(json);
  const key = keySet.data?.keys.find(({ kty, crv, kid }) => kty === 'EC' && crv === 'P-256' && kid);
  if (status === 200 && key?.kid) return key.kid;
  throw new ChainBroken(step, {
    problem: 'The sign-in service publishes no signing key',
    cure: 'Whoever runs this service should start it again.',
    detail: 'Access tokens are signed with a key for ES256, which it makes when it starts.',
  });
}
