import { AppError } from '@countersign/contracts/errors';
import type { ChangeRule } from '@countersign/contracts/oversight/change-rules';
import type { OAuthScope, Role } from '@countersign/contracts/scopes';
import type { Queries } from '@countersign/db/connections/named-statements';
import { CompiledQuery } from 'kysely';
import type { GatePass } from './gate-pass.ts';
import { gateRefusals } from './gate-refusals.ts';

interface GateRow {
  refusal: 'unknown' | 'revoked' | 'expired' | 'membership_lost' | 'team_lost' | null;
  connectionId: string;
  clientId: string;
  clientName: string;
  resource: string;
  approved: OAuthScope[];
  expiresAt: string;
  userId: string;
  userName: string;
  userEmail: string;
  organizationId: string;
  organizationSlug: string;
  organizationName: string;
  mcpAccess: boolean;
  mcpWrite: boolean;
  mcpBillingWrite: boolean;
  clientListed: boolean;
  role: Role;
  teamId: string | null;
  teamName: string | null;
  askFirst: boolean;
  writeEnded: boolean;
  areas: string[] | null;
  rules: ChangeRule[] | null;
}

/** One sentence for every reason a connection no longer opens; the reason itself goes to the log. */
const DISCONNECTED = 'This connection has ended. Connect again to go on.';

/**
 * Not built by the query builder: building it would cost a good part of running it. Its columns are named, so that processes go on when a
 * newer version gives the gate more of them.
 */
const GATE = `select refusal, connection_id, client_id, client_name, resource, approved, expires_at, user_id, user_name, user_email,
  organization_id, organization_slug, organization_name, mcp_access, mcp_write, mcp_billing_write, client_listed, role, team_id, team_name,
  ask_first, write_ended, areas, rules from gate($1, $2)`;

/** Asks the gate about a connection. Throws `unauthenticated` when it no longer opens. */
export async function readConnectionGate(queries: Queries, connectionId: string, forWrite: boolean): Promise<GatePass> {
  const { rows } = await queries.executeQuery<GateRow>(CompiledQuery.raw(GATE, [connectionId, forWrite]));
  const row = rows[0];
  if (!row || row.refusal) {
    gateRefusals.inc({ kind: 'connection', reason: row?.refusal ?? 'unknown' });
    throw new AppError('unauthenticated', DISCONNECTED, { cause: row?.refusal ?? 'no row' });
  }
  return {
    connection: {
      id: row.connectionId,
      clientId: row.clientId,
      clientName: row.clientName,
      resource: row.resource,
      expiresAt: row.expiresAt,
    },
    apiKey: null,
    granted: { kind: 'oauth', scopes: row.approved, areas: row.areas, writeEnded: row.writeEnded },
    user: { id: row.userId, name: row.userName, email: row.userEmail },
    organization: { id: row.organizationId, slug: row.organizationSlug, name: row.organizationName },
    clientListed: row.clientListed,
    switches: { access: row.mcpAccess, write: row.mcpWrite, billingWrite: row.mcpBillingWrite },
    role: row.role,
    team: row.teamId && row.teamName ? { id: row.teamId, name: row.teamName } : null,
    asking: { askFirst: row.askFirst, rules: row.rules ?? [] },
  };
}
