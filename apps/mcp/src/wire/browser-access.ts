import cors, { type FastifyCorsOptions } from '@fastify/cors';
import type { FastifyInstance } from 'fastify';
import { createOriginRule, type HostAndOriginRules } from './host-and-origin.ts';

const PREFLIGHT_SECONDS = 600;
/** What says nothing of anybody. */
const PUBLIC = ['/.well-known/', '/catalogue.json', '/openapi.json'];
/** The authorization server's endpoints, for clients that look for them here. */
const HANDED_ON = /^\/(?:oauth\/)?(?:token|register|revoke)\/?(?:\?|$)/;

/** However many slashes it is written with; the bare host is the connector too. */
const CONNECTOR = /^\/+(?:mcp(?:[/?]|$)|\?|$)/;

/**
 * CORS. Metadata is public and may be read by any page. `/mcp` may be called from the allowed origins, such as the MCP
 * Inspector, which must also be able to read the challenge. REST is for programs, and no page may call it: a key does not
 * belong in one. So is everything else, in whatever letters a path is written. No cookies are involved anywhere.
 */
export async function browserAccess(app: FastifyInstance, rules: HostAndOriginRules): Promise<void> {
  const isAllowed = createOriginRule(rules);
  const metadata: FastifyCorsOptions = { origin: '*', methods: ['GET'], maxAge: PREFLIGHT_SECONDS };
  // As at the authorization server: credentials stand in the form and no cookie is sent, so an origin proves nothing.
  const handedOn: FastifyCorsOptions = {
    origin: '*',
    methods: ['POST'],
    allowedHeaders: ['Authorization', 'Content-Type', 'MCP-Protocol-Version'],
    exposedHeaders: ['WWW-Authenticate', 'Retry-After'],
    maxAge: PREFLIGHT_SECONDS,
  };
  const mcp: FastifyCorsOptions = {
    origin: (origin, callback) => callback(null, origin !== undefined && isAllowed(origin)),
    methods: ['POST'],
    allowedHeaders: [
      'Authorization',
      'Content-Type',
      'Accept',
      'MCP-Protocol-Version',
      'Mcp-Session-Id',
      'Mcp-Method',
      'Mcp-Name',
      'Last-Event-ID',
      'X-MCP-Toolsets',
      'X-MCP-Readonly',
    ],
    exposedHeaders: ['WWW-Authenticate', 'Mcp-Session-Id', 'MCP-Protocol-Version', 'Retry-After', 'X-Request-Id'],
    maxAge: PREFLIGHT_SECONDS,
  };
  await app.register(cors, {
    delegator: ({ url }, callback) => {
      if (PUBLIC.some((path) => url.startsWith(path))) return callback(null, metadata);
      if (HANDED_ON.test(url)) return callback(null, handedOn);
      callback(null, CONNECTOR.test(url) ? mcp : { origin: false });
    },
  });
}
