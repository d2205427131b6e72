import { effectiveKeyScopes } from '@countersign/contracts/key-scopes';
import type { RequestContext } from '@countersign/contracts/request-context';
import { type Area, type Authority, effectiveOAuthScopes } from '@countersign/contracts/scopes';
import type { FileLinks, LinkMaker } from '../files/file-links.ts';
import type { Principal } from '../principals/principal.ts';
import type { GatePass } from './gate-pass.ts';

export interface ContextParts {
  readonly principal: Principal;
  readonly pass: GatePass;
  readonly requestId: string;
  readonly now: Date;
  /** The origin of the console, where people manage what they see. */
  readonly consoleUrl: string;
  /** The modules that exist, with the guard each stands behind. */
  readonly areas: ReadonlyMap<string, Area>;
  readonly fileLinks: FileLinks;
}

/** Joins who is calling with what the gate says of them now. Decides nothing. */
export function requestContext({
  principal,
  pass,
  requestId,
  now,
  consoleUrl,
  areas,
  fileLinks,
}: ContextParts): RequestContext {
  const { connection, apiKey, granted, switches, clientListed, role, user, organization, team } = pass;
  const token = principal.kind === 'connection' ? principal.scopes : null;
  const authority: Authority = { granted, switches, role, token, clientListed };
  return Object.freeze<RequestContext>({
    requestId,
    now,
    actor: apiKey ? { kind: 'api_key', id: apiKey.id } : { kind: 'user', id: user?.id ?? '' },
    user,
    organization,
    team,
    role,
    authority,
    effectiveScopes: granted.kind === 'oauth' ? effectiveOAuthScopes(authority) : effectiveKeyScopes(authority, areas),
    connection: connection && {
      id: connection.id,
      clientId: connection.clientId,
      clientName: connection.clientName,
    },
    apiKey: apiKey && { id: apiKey.id, kind: apiKey.kind, name: apiKey.name },
    links: {
      manage: consoleUrl + managePath(pass),
      writeAccess: `${consoleUrl}/orgs/${organization.slug}/settings/mcp-write-access`,
      file: (kind, id) => fileLinks.linkTo({ organizationId: organization.id, kind, id, maker: makerOf(pass) }, now),
      proposal: (id) => `${consoleUrl}/orgs/${organization.slug}/inbox/${id}`,
      changeRules: `${consoleUrl}/orgs/${organization.slug}/settings/change-rules`,
      records: `${consoleUrl}/orgs/${organization.slug}/records`,
    },
  });
}

function makerOf({ connection, apiKey }: GatePass): LinkMaker {
  return apiKey ? { kind: 'api_key', id: apiKey.id } : { kind: 'connection', id: connection?.id ?? '' };
}

function managePath({ apiKey, organization }: GatePass): string {
  if (!apiKey) return '/settings/connections';
  return apiKey.kind === 'personal' ? '/settings/api-keys' : `/orgs/${organization.slug}/settings/api-access`;
}
