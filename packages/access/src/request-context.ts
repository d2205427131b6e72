import type { RequestContext } from '@countersign/contracts/request-context';
import { type Authority, effectiveOAuthScopes } from '@countersign/contracts/scopes';
import type { GatePass } from './gate.ts';
import type { Principal } from './principal.ts';

export interface ContextParts {
  readonly principal: Principal;
  readonly pass: GatePass;
  readonly requestId: string;
  readonly now: Date;
  /** The origin of the console, where people manage what they see. */
  readonly consoleUrl: string;
}

/** Joins who is calling with what the gate says of them now. Decides nothing. */
export function requestContext({ principal, pass, requestId, now, consoleUrl }: ContextParts): RequestContext {
  const authority: Authority = {
    granted: { kind: 'oauth', scopes: pass.connection.approved },
    switches: pass.switches,
    role: pass.role,
    token: principal.scopes,
  };
  return Object.freeze<RequestContext>({
    requestId,
    now,
    actor: { kind: 'user', id: pass.user.id },
    user: pass.user,
    organization: pass.organization,
    team: pass.team,
    role: pass.role,
    authority,
    effectiveScopes: effectiveOAuthScopes(authority),
    connection: {
      id: pass.connection.id,
      clientId: pass.connection.clientId,
      clientName: pass.connection.clientName,
    },
    links: {
      connections: `${consoleUrl}/settings/connections`,
      writeAccess: `${consoleUrl}/orgs/${pass.organization.slug}/settings/mcp-write-access`,
    },
  });
}
