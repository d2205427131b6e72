import type { Tx } from '@countersign/contracts/request-context';
import type { Queries } from '@countersign/db/connections/named-statements';
import type { Pool } from '@countersign/db/connections/pool';
import { readTransaction } from '@countersign/db/connections/read-transaction';
import { transaction, withQueries } from '@countersign/db/connections/transaction';
import { tenantTransaction } from '@countersign/db/tenancy/in-org';
import { inSpan } from '@countersign/runtime/span';
import type { ApiKeyPrincipal, ConnectionPrincipal } from '../principals/principal.ts';
import { readConnectionGate } from './connection-gate.ts';
import type { GatePass } from './gate-pass.ts';
import { readKeyGate, readKeyGateOfLink } from './key-gate.ts';

/** Who asks to pass, and from where: an API key may be bound to addresses. */
export interface Presented {
  readonly principal: Pick<ConnectionPrincipal, 'kind' | 'connectionId'> | ApiKeyPrincipal | KeyOfLink;
  readonly address: string;
}

/** The API key that made a link, which a signature of ours names; it was not presented, so it only reads, and from wherever the link is opened. */
export interface KeyOfLink {
  readonly kind: 'key_of_link';
  readonly keyId: string;
}

/**
 * Opens the tenant transaction of a caller and runs `work` in it. The gate reads the database on every call, and its one
 * statement also sets the organization and team for row-level security.
 *
 * `forWrite` holds share locks on the organization, the membership and the row of the connection or API key until the commit, so a
 * switch, role or revocation that has been answered is never overtaken by a write; without it the transaction can only read.
 * Throws `unauthenticated` for what is unknown, revoked or expired, or whose person lost the organization or the team. Checks no
 * scope: the dispatcher does.
 */
export async function throughGate<T>(
  pool: Pool,
  presented: Presented,
  { forWrite }: { forWrite: boolean },
  work: (pass: GatePass, tx: Tx) => Promise<T>,
): Promise<T> {
  const open = forWrite ? transaction : readTransaction;
  return open(pool, async (queries) => {
    const pass = await readGate(queries, presented, forWrite);
    return work(pass, tenantTransaction(queries));
  });
}

/** What the gate says of a caller, for a message that touches no tenant data. Refuses as `throughGate` does. */
export async function lookThroughGate(pool: Pool, presented: Presented): Promise<GatePass> {
  return withQueries(pool, (queries) => readGate(queries, presented, false));
}

function readGate(queries: Queries, { principal, address }: Presented, forWrite: boolean): Promise<GatePass> {
  return inSpan('gate', { 'countersign.for_write': forWrite }, () =>
    principal.kind === 'connection'
      ? readConnectionGate(queries, principal.connectionId, forWrite)
      : principal.kind === 'api_key'
        ? readKeyGate(queries, principal.digest, address, forWrite)
        : readKeyGateOfLink(queries, principal.keyId),
  );
}
