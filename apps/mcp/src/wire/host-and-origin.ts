import type { FastifyReply, FastifyRequest } from 'fastify';

/** The hosted clients that call from a page. */
const HOSTED_CLIENTS = ['https://claude.ai', 'https://claude.com', 'https://chatgpt.com'];

export interface HostAndOriginRules {
  readonly mcpUrl: string;
  readonly consoleUrl: string;
  readonly moreOrigins: readonly string[];
}

/** The browser origins that may call `/mcp`. */
export function allowedOrigins({ mcpUrl, consoleUrl, moreOrigins }: HostAndOriginRules): ReadonlySet<string> {
  return new Set([mcpUrl, consoleUrl, ...HOSTED_CLIENTS, ...moreOrigins]);
}

/**
 * Keeps DNS rebinding out (the specification's transport security warning): the Host must be the configured one, and a
 * present Origin an allowed one. Both are compared whole, port and scheme included; `null` is an origin nobody allowed.
 */
export function createHostCheck(mcpUrl: string) {
  const { host } = new URL(mcpUrl);
  return async (request: FastifyRequest, reply: FastifyReply) => {
    if (request.headers.host?.toLowerCase() === host) return;
    return reply.code(403).send({ error: 'forbidden', error_description: 'This host is not served here.' });
  };
}

export function createOriginCheck(rules: HostAndOriginRules) {
  const allowed = allowedOrigins(rules);
  return async (request: FastifyRequest, reply: FastifyReply) => {
    const { origin } = request.headers;
    if (origin === undefined || allowed.has(origin)) return;
    return reply.code(403).send({ error: 'forbidden', error_description: 'This origin may not call this server.' });
  };
}
