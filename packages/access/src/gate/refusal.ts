import { AppError } from '@countersign/contracts/errors';
import type { ApiKeyKind } from '@countersign/contracts/key-scopes';
import type { RequestContext } from '@countersign/contracts/request-context';
import { keyScopesFor, type Missing, oauthScopesFor, type Requirement } from '@countersign/contracts/scopes';

/**
 * A key never changes, so the cure is another key. Names the least scope that would do; one for all modules or of a higher tier
 * would too.
 */
function keyLacks(kind: ApiKeyKind, requirement: Requirement, url: string): AppError {
  const [least = ''] = keyScopesFor(requirement);
  const cure =
    kind === 'organization' ? `An admin of the organization can make another with it` : 'Make another with it';
  return new AppError('insufficient_scope', `This API key was not given ${least}. ${cure} at ${url}.`, {
    scopes: [least],
    url,
  });
}

/**
 * What a caller is told about the signature an operation lacks: who can give it, and where. Names the organization by its slug: a name
 * is stored text, which whoever signed up chose, and a model would read it as ours.
 */
export function refusal(
  missing: Missing,
  ctx: Pick<RequestContext, 'organization' | 'role' | 'apiKey' | 'links'>,
  requirement: Requirement,
): AppError {
  const { organization, role, apiKey, links } = ctx;
  switch (missing) {
    case 'token': {
      const scopes = oauthScopesFor(requirement);
      return new AppError(
        'insufficient_scope',
        `The client asked for an access token that does less than its connection may, and this takes ${scopes.join(' ')}. The client can renew it without naming a scope; connections are managed at ${links.manage}.`,
        { scopes, url: links.manage },
      );
    }
    case 'grant': {
      if (apiKey) return keyLacks(apiKey.kind, requirement, links.manage);
      const scopes = oauthScopesFor(requirement);
      return new AppError(
        'insufficient_scope',
        `This connection was not given ${scopes.join(' ')}. The person can connect again and allow it; connections are managed at ${links.manage}.`,
        { scopes, url: links.manage },
      );
    }
    case 'key':
      return new AppError(
        'role_forbids',
        'Only an API key of the organization may do this; a connection or a personal key never can.',
      );
    case 'area':
      return new AppError(
        'insufficient_scope',
        `This connection was narrowed to other areas than ${requirement.module}. Its person can open this one at ${links.manage}; connecting again is not needed.`,
        { scopes: [requirement.module], url: links.manage },
      );
    case 'write_end':
      return new AppError(
        'write_disabled',
        `The time that this connection was given for changes is over; it still reads. Its person can give it more at ${links.manage}.`,
        { url: links.manage },
      );
    case 'role':
      return new AppError(
        'role_forbids',
        `The role ${role ?? 'none'} in the organization ${organization.slug} does not allow this. An owner or admin of it can change the role.`,
      );
    case 'access_switch':
      return new AppError(
        'access_disabled',
        `The organization ${organization.slug} does not let MCP clients in at the moment. An admin can turn access on at ${links.writeAccess}.`,
        { url: links.writeAccess },
      );
    case 'client_list':
      return new AppError(
        'access_disabled',
        `The organization ${organization.slug} lets only the assistants on its list in, and this client is not on it. An admin can add it at ${links.writeAccess}.`,
        { url: links.writeAccess },
      );
    case 'write_switch':
      return new AppError(
        'write_disabled',
        `The organization ${organization.slug} does not let MCP clients change data. An admin can turn on “Allow MCP write access” at ${links.writeAccess}.`,
        { url: links.writeAccess },
      );
    case 'billing_switch':
      return new AppError(
        'billing_write_disabled',
        `The organization ${organization.slug} does not let MCP clients change billing. An admin can turn on “Allow MCP billing write” at ${links.writeAccess}.`,
        { url: links.writeAccess },
      );
  }
}
