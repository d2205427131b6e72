import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Reply {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly body?: unknown;
}
type Answer = (request: IncomingMessage) => Reply | 'never';

/** A server of this computer that answers by `METHOD /path`, and can be stopped, changed and started again on its port. */
async function tinyServer(answers: (url: string) => Record<string, Answer>) {
  let server: Server | undefined;
  let port = 0;
  let changed: Record<string, Answer> = {};
  let usual: Record<string, Answer> = {};
  const asked: string[] = [];

  const start = async () => {
    server = createServer((request, response) => {
      const key = `${request.method} ${request.url}`;
      asked.push(key);
      const reply = (changed[key] ?? usual[key])?.(request) ?? { status: 404, body: 'nothing' };
      if (reply === 'never') return;
      const { status = 200, headers = {}, body } = reply;
      const text = typeof body === 'string' ? body : JSON.stringify(body ?? {});
      response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(text);
    });
    server.listen(port, '127.0.0.1');
    await new Promise((listening) => server?.once('listening', listening));
    port = (server.address() as AddressInfo).port;
  };
  await start();
  const url = `http://127.0.0.1:${port}`;
  usual = answers(url);
  return {
    url,
    asked,
    start,
    /** What it answers instead until `mend`. */
    change: (to: Record<string, Answer>) => {
      changed = to;
    },
    mend: () => {
      changed = {};
    },
    stop: async () => {
      const closing = server;
      server = undefined;
      if (!closing) return;
      closing.closeAllConnections();
      await new Promise((closed) => closing.close(closed));
    },
  };
}

const WELL_KNOWN = '/.well-known/oauth-protected-resource';

/** Stand-ins for the two apps that the console asks, each answering all that a connector's chain needs. */
export async function startConnectorChain() {
  const auth = await tinyServer((url) => ({
    'GET /readyz': () => ({ status: 200 }),
    'GET /.well-known/oauth-authorization-server': () => ({ body: serverMetadata(url) }),
    'GET /oauth/jwks': () => ({ body: { keys: [{ kty: 'EC', crv: 'P-256', kid: 'one', alg: 'ES256' }] } }),
  }));
  const mcp = await tinyServer((url) => {
    const metadata =
      (path: string): Answer =>
      () => ({ body: { resource: `${url}${path}`, authorization_servers: [auth.url] } });
    const challenge =
      (path: string): Answer =>
      ({ headers }) => {
        const error = headers.authorization ? 'error="invalid_token", ' : '';
        return {
          status: 401,
          headers: { 'www-authenticate': `Bearer ${error}resource_metadata="${url}${WELL_KNOWN}${path}"` },
        };
      };
    return {
      'GET /readyz': () => ({ status: 200 }),
      ...Object.fromEntries(
        ['/mcp', '/mcp/o/acme'].flatMap((path) => [
          [`GET ${WELL_KNOWN}${path}`, metadata(path)],
          [`POST ${path}`, challenge(path)],
        ]),
      ),
    };
  });
  return { auth, mcp, close: () => Promise.all([auth.stop(), mcp.stop()]) };
}

export function serverMetadata(url: string) {
  return {
    issuer: url,
    authorization_endpoint: `${url}/oauth/authorize`,
    token_endpoint: `${url}/oauth/token`,
    registration_endpoint: `${url}/oauth/register`,
    jwks_uri: `${url}/oauth/jwks`,
    code_challenge_methods_supported: ['S256'],
  };
}
