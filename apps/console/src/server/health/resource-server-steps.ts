import { z } from 'zod';
import { answerOf, type Chain, ChainBroken, connectorUrl } from './chain.ts';
import { forgedAccessToken } from './forged-token.ts';

const NOT_OURS = 'Whoever runs this service should see that MCP_URL names the resource server, in every app alike.';

function server({ mcpUrl }: Chain) {
  return { name: 'resource server', url: mcpUrl, setting: 'MCP_URL' };
}

export async function resourceServerIsReady(chain: Chain): Promise<void> {
  const step = 'resource_server';
  const { status } = await answerOf(step, server(chain), '/readyz');
  if (status === 503) {
    throw new ChainBroken(
      step,
      'The resource server runs, but cannot reach its database.',
      'Whoever runs this service should see that the database is started. Nothing has to be connected again.',
    );
  }
  if (status !== 200)
    throw new ChainBroken(step, `What answers at ${chain.mcpUrl} is not the resource server.`, NOT_OURS);
}

const ResourceMetadata = z.object({ resource: z.string(), authorization_servers: z.array(z.string()).min(1) });

/** Protected resource metadata (RFC 9728 §3.3): clients refuse one that calls itself anything but the URL they were given. */
export async function resourceMetadataFits(chain: Chain): Promise<void> {
  const step = 'resource_metadata';
  const { status, json } = await answerOf(step, server(chain), `/.well-known/oauth-protected-resource${chain.path}`);
  if (status === 403) {
    throw new ChainBroken(step, `The resource server does not know itself as ${chain.mcpUrl}.`, NOT_OURS);
  }
  const metadata = ResourceMetadata.safeParse(json);
  if (status !== 200 || !metadata.success) {
    throw new ChainBroken(step, `What answers at ${chain.mcpUrl} does not describe itself as a connector.`, NOT_OURS);
  }
  const { resource, authorization_servers: authorizationServers } = metadata.data;
  if (resource !== connectorUrl(chain)) {
    throw new ChainBroken(step, `The connector calls itself by another address than ${connectorUrl(chain)}.`, NOT_OURS);
  }
  // Some clients look at the first one only.
  if (authorizationServers[0] !== chain.authUrl) {
    throw new ChainBroken(
      step,
      `The connector sends people to another sign-in service than ${chain.authUrl}.`,
      'Whoever runs this service should see that AUTH_URL is the same in every app.',
    );
  }
}

const INITIALIZE = JSON.stringify({
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: {
    protocolVersion: '2025-11-25',
    capabilities: {},
    clientInfo: { name: 'countersign-health', version: '1' },
  },
});

async function challengeTo(step: 'challenge' | 'forged_token', chain: Chain, authorization?: string) {
  const answer = await answerOf(step, server(chain), chain.path, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      ...(authorization && { authorization }),
    },
    body: INITIALIZE,
  });
  return { status: answer.status, challenge: answer.headers.get('www-authenticate') ?? '' };
}

/** Without credentials the answer must be a 401 that names the metadata (RFC 9728 §5.1): that is how signing in begins. */
export async function challengeNamesMetadata(chain: Chain): Promise<void> {
  const { status, challenge } = await challengeTo('challenge', chain);
  const names = `resource_metadata="${chain.mcpUrl}/.well-known/oauth-protected-resource${chain.path}"`;
  if (status === 401 && /^Bearer /i.test(challenge) && challenge.includes(names)) return;
  throw new ChainBroken(
    'challenge',
    status === 401
      ? 'The connector refuses strangers, but does not tell them where to sign in.'
      : `The connector answers a stranger with status ${status} instead of asking to sign in.`,
    'Whoever runs this service should see that nothing in front of the resource server changes its answers or headers.',
  );
}

/** A token under the name of a real key, signed by another, must be refused: the signature is truly verified. */
export async function forgedTokenIsRefused(chain: Chain, keyId: string): Promise<void> {
  const token = forgedAccessToken({ issuer: chain.authUrl, audience: connectorUrl(chain), keyId });
  const { status, challenge } = await challengeTo('forged_token', chain, `Bearer ${token}`);
  if (status === 401 && challenge.includes('error="invalid_token"')) return;
  throw new ChainBroken(
    'forged_token',
    status === 503
      ? 'The connector cannot verify access tokens right now.'
      : `The connector answers a forged access token with status ${status} instead of refusing it.`,
    status === 503
      ? 'Whoever runs this service should see that the database is started. Nothing has to be connected again.'
      : 'Whoever runs this service should take the resource server offline and find out why.',
  );
}
