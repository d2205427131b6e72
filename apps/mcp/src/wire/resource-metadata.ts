import { OAUTH_SCOPES } from '@countersign/contracts/scopes';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { protectedResource } from './protected-resource.ts';

/** Changes only with the deployment; short enough that a mistake heals. */
const MAX_AGE_SECONDS = 300;

/**
 * Protected resource metadata (RFC 9728 §3.1): at the path-inserted address of each resource, and at the root for `/mcp`.
 * `resource` is the URL the client was given, on the configured base and never on the Host header; its slug keeps the case it
 * was asked for, because clients compare it with what the person typed. `offline_access` is not listed: it is no permission
 * over this resource.
 */
export function serveResourceMetadata(app: FastifyInstance, { mcpUrl, authUrl }: { mcpUrl: string; authUrl: string }) {
  const send = (reply: FastifyReply, path: string) =>
    reply.header('cache-control', `public, max-age=${MAX_AGE_SECONDS}`).send({
      resource: `${mcpUrl}${path}`,
      resource_name: 'Countersign',
      authorization_servers: [authUrl],
      scopes_supported: OAUTH_SCOPES,
      bearer_methods_supported: ['header'],
    });

  for (const path of ['', '/mcp']) {
    app.get(`/.well-known/oauth-protected-resource${path}`, (_request, reply) => send(reply, '/mcp'));
  }
  app.get<{ Params: { org: string } }>('/.well-known/oauth-protected-resource/mcp/o/:org', (request, reply) => {
    const { org } = request.params;
    return protectedResource(mcpUrl, org) ? send(reply, `/mcp/o/${org}`) : reply.callNotFound();
  });
}
