import type { FastifyReply, FastifyRequest } from 'fastify';

/** The hosted clients that call from a page; the last two are Visual Studio Code for the Web (actionhero/keryx#499, chrisdoc/hevy-mcp#720). */
const HOSTED_CLIENTS = [
  'https://claude.ai',
  'https://claude.com',
  'https://chatgpt.com',
  'https://vscode.dev',
  'https://insiders.vscode.dev',
  'https://github.dev',
];

export interface HostAndOriginRules {
  readonly mcpUrl: string;
  readonly consoleUrl: string;
  readonly moreOrigins: readonly string[];
}

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * Which browser origins may call `/mcp`. A server on this machine may be called by every page of this machine, whatever its
 * port: developers' tools live there, and a rebound name keeps its own origin. `null` is an origin nobody allowed.
 */
export function createOriginRule({ mcpUrl, consoleUrl, moreOrigins }: HostAndOriginRules): (origin: string) => boolean {
  const allowed = new Set([mcpUrl, consoleUrl, ...HOSTED_CLIENTS, ...moreOrigins]);
  const isLocal = LOOPBACK.has(new URL(mcpUrl).hostname);
  return (origin) => allowed.has(origin) || (isLocal && LOOPBACK.has(URL.parse(origin)?.hostname ?? ''));
}

/**
 * Keeps DNS rebinding out (the specification's transport security warning): the Host must be the configured one, and a
 * present Origin an allowed one. The Host is compared whole, port included.
 */
export function createHostCheck(mcpUrl: string) {
  const { host } = new URL(mcpUrl);
  return async (request: FastifyRequest, reply: FastifyReply) => {
    if (request.headers.host?.toLowerCase() === host) return;
    return reply.code(403).send({ error: 'forbidden', error_description: 'This host is not served here.' });
  };
}

export function createOriginCheck(rules: HostAndOriginRules) {
  const isAllowed = createOriginRule(rules);
  return async (request: FastifyRequest, reply: FastifyReply) => {
    const { origin } = request.headers;
    if (origin === undefined || isAllowed(origin)) return;
    return reply.code(403).send({ error: 'forbidden', error_description: 'This origin may not call this server.' });
  };
}
