import type { FastifyInstance } from 'fastify';
import { endsInSlash, protectedResource, queryOf } from './protected-resource.ts';

/** Changes only with the deployment; short enough that a mistake heals. */
const MAX_AGE_SECONDS = 300;

/**
 * Protected resource metadata (RFC 9728 §3.1): at the path-inserted address of each resource, and at the root for `/mcp`.
 * `resource` is the URL the client was given, on the configured base and never on the Host header; its slug keeps the case it
 * was asked for, and a choice of toolsets stays, because clients compare it with what the person typed. `offline_access` is not listed: it is no permission
 * over this resource.
 */
export function serveResourceMetadata(app: FastifyInstance, { mcpUrl, authUrl }: { mcpUrl: string; authUrl: string }) {
  const serve = (path: string, readOnly: boolean) => {
    app.get<{ Params: { org?: string } }>(`/.well-known/oauth-protected-resource${path}`, (request, reply) => {
      const hasSlash = endsInSlash(request.url);
      const resource = protectedResource(mcpUrl, {
        slug: request.params.org,
        readOnly,
        query: queryOf(request.url),
        hasSlash,
        isBareHost: path === '' && hasSlash,
      });
      if (!resource) return reply.callNotFound();
      return reply.header('cache-control', `public, max-age=${MAX_AGE_SECONDS}`).send({
        resource: resource.askedUrl,
        resource_name: readOnly ? 'Countersign (read only)' : 'Countersign',
        authorization_servers: [authUrl],
        scopes_supported: resource.scopes,
        bearer_methods_supported: ['header'],
      });
    });
  };

  for (const path of ['', '/mcp', '/mcp/o/:org']) serve(path, false);
  for (const path of ['/mcp/readonly', '/mcp/o/:org/readonly']) serve(path, true);
}
