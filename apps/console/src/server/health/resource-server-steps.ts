import { z } from 'zod';
import {
  answerOf,
  type Chain,
  ChainBroken,
  connectorUrl,
  correctSetting,
  PASS_UNCHANGED,
  START_DATABASE,
} from './chain.ts';
import { forgedAccessToken } from './forged-token.ts';

function server({ mcpUrl }: Chain) {
  return { name: 'connector', url: mcpUrl, setting: 'MCP_URL' };
}

const SOMETHING_ELSE = { problem: 'Something else answers as the connector', cure: correctSetting('MCP_URL') };

export async function resourceServerIsReady(chain: Chain): Promise<void> {
  const step = 'resource_server';
  const { status } = await answerOf(step, server(chain), '/readyz');
  if (status === 503) {
    throw new ChainBroken(step, {
      problem: 'The connector cannot reach its database',
      cure: START_DATABASE,
      detail: `What answers at ${chain.mcpUrl} runs, and waits for its database. Nothing has to be connected again.`,
    });
  }
  if (status !== 200) {
    throw new ChainBroken(step, { ...SOMETHING_ELSE, detail: `It is not the resource server, at ${chain.mcpUrl}.` });
  }
}

const ResourceMetadata = z.object({ resource: z.string(), authorization_servers: z.array(z.string()).min(1) });

/** Protected resource metadata (RFC 9728 §3.3): clients refuse one that calls itself anything but the URL they were given. */
export async function resourceMetadataFits(chain: Chain): Promise<void> {
  const step = 'resource_metadata';
  const { status, json } = await answerOf(step, server(chain), `/.well-known/oauth-protected-resource${chain.path}`);
  if (status === 403) {
    throw new ChainBroken(step, {
      problem: 'The connector does not know its own address',
      cure: correctSetting('MCP_URL'),
      detail: `It does not answer to the name ${chain.mcpUrl}.`,
    });
  }
  const metadata = ResourceMetadata.safeParse(json);
  if (status !== 200 || !metadata.success) {
    throw new ChainBroken(step, {
      ...SOMETHING_ELSE,
      detail: `What answers at ${chain.mcpUrl} does not describe itself as a connector.`,
    });
  }
  const { resource, authorization_servers: authorizationServers } = metadata.data;
  if (resource !== connectorUrl(chain)) {
    throw new ChainBroken(step, {
      problem: 'The connector goes by another address',
      cure: correctSetting('MCP_URL'),
      detail: `It calls itself by another address than ${connectorUrl(chain)}.`,
    });
  }
  // Some clients look at the first one only.
  if (authorizationServers[0] !== chain.authUrl) {
    throw new ChainBroken(step, {
      problem: 'The connector names another sign-in service',
      cure: correctSetting('AUTH_URL'),
      detail: `It sends people to another one than ${chain.authUrl}.`,
    });
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
  throw new ChainBroken('challenge', {
    problem: 'The connector does not ask people to sign in',
    cure: PASS_UNCHANGED,
    detail:
      status === 401
        ? 'It refuses strangers, but does not tell them where to sign in.'
        : `It answers a stranger with status ${status} instead of asking to sign in.`,
  });
}

/** A token under the name of a real key, signed by another, must be refused: the signature is truly verified. */
export async function forgedTokenIsRefused(chain: Chain, keyId: string): Promise<void> {
  const token = forgedAccessToken({ issuer: chain.authUrl, audience: connectorUrl(chain), keyId });
  const { status, challenge } = await challengeTo('forged_token', chain, `Bearer ${token}`);
  if (status === 401 && challenge.includes('error="invalid_token"')) return;
  throw new ChainBroken('forged_token', {
    ...(status === 503
      ? { problem: 'The connector cannot verify access tokens', cure: START_DATABASE }
      : {
          problem: 'The connector takes a forged access token',
          cure: 'Whoever runs this service should stop it and find out why.',
        }),
    detail: `It answers a forged access token with status ${status} instead of refusing it.`,
  });
}
