import { AppError } from '@countersign/contracts/errors';
import type { Tx } from '@countersign/contracts/request-context';
import type { OAuthScope, Role, Switches } from '@countersign/contracts/scopes';
import { tenantTransaction } from '@countersign/db/in-org';
import type { Queries } from '@countersign/db/named-statements';
import type { Pool } from '@countersign/db/pool';
import { readTransaction } from '@countersign/db/read-transaction';
import { transaction, withQueries } from '@countersign/db/transaction';
import { counter } from '@countersign/runtime/metrics';
import { inSpan } from '@countersign/runtime/span';
import { CompiledQuery } from 'kysely';

/** What the database says of a connection at this moment. */
export interface GatePass {
  readonly connection: {
    readonly id: string;
    readonly clientId: string;
    readonly clientName: string;
    readonly resource: string;
    readonly approved: readonly OAuthScope[];
    readonly expiresAt: string;
  };
  readonly user: { readonly id: string; readonly name: string; readonly email: string };
  readonly organization: { readonly id: string; readonly slug: string; readonly name: string };
  readonly switches: Switches;
  readonly role: Role;
  readonly team: { readonly id: string; readonly name: string } | null;
}

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
  role: Role;
  teamId: string | null;
  teamName: string | null;
}

const refused = counter('gate_refusals_total', 'Requests of connections that no longer open.', ['reason']);

/** One sentence for every reason a connection no longer opens; the reason itself goes to the log. */
const DISCONNECTED = 'This connection has ended. Connect again to go on.';

/**
 * Opens the tenant transaction of a connection and runs `work` in it. The gate reads the database on every call, and its one
 * statement also sets the organization and team for row-level security.
 *
 * `forWrite` holds share locks on the organization, membership and connection rows until the commit, so a switch, role or
 * revocation that has been answered is never overtaken by a write; without it the transaction can only read. Throws
 * `unauthenticated` for a connection that is unknown, revoked or expired, or whose person lost the organization or the team.
 * Checks no scope: the dispatcher does.
 */
export async function throughGate<T>(
  pool: Pool,
  connectionId: string,
  { forWrite }: { forWrite: boolean },
  work: (pass: GatePass, tx: Tx) => Promise<T>,
): Promise<T> {
  const open = forWrite ? transaction : readTransaction;
  return open(pool, async (queries) => {
    const pass = await readGate(queries, connectionId, forWrite);
    return work(pass, tenantTransaction(queries));
  });
}

/** What the gate says of a connection, for a message that touches no tenant data. Refuses as `throughGate` does. */
export async function lookThroughGate(pool: Pool, connectionId: string): Promise<GatePass> {
  return withQueries(pool, (queries) => readGate(queries, connectionId, false));
}

/** Not built by the query builder: building it would cost a good part of running it. */
const GATE = 'select * from gate($1, $2)';

async function readGate(queries: Queries, connectionId: string, forWrite: boolean): Promise<GatePass> {
  const { rows } = await inSpan('gate', { 'countersign.for_write': forWrite }, () =>
    queries.executeQuery<GateRow>(CompiledQuery.raw(GATE, [connectionId, forWrite])),
  );
  const row = rows[0];
  if (!row || row.refusal) {
    refused.inc({ reason: row?.refusal ?? 'unknown' });
    throw new AppError('unauthenticated', DISCONNECTED, { cause: row?.refusal ?? 'no row' });
  }
  return {
    connection: {
      id: row.connectionId,
      clientId: row.clientId,
      clientName: row.clientName,
      resource: row.resource,
      approved: row.approved,
      expiresAt: row.expiresAt,
    },
    user: { id: row.userId, name: row.userName, email: row.userEmail },
    organization: { id: row.organizationId, slug: row.organizationSlug, name: row.organizationName },
    switches: { access: row.mcpAccess, write: row.mcpWrite, billingWrite: row.mcpBillingWrite },
    role: row.role,
    team: row.teamId && row.teamName ? { id: row.teamId, name: row.teamName } : null,
  };
}
