import type { ProposalRow } from '@countersign/access/proposals/proposal-store';
import type { PersonView } from '@countersign/contracts/console-api';
import type { ProposalState, ProposalView } from '@countersign/contracts/console-inbox';
import { summaryOf } from '@countersign/contracts/oversight/deed-in-words';
import { type Role, roleAllows } from '@countersign/contracts/scopes';
import type { Queries } from '@countersign/db/connections/named-statements';
import { catalogue } from '@countersign/domain/catalogue';
import { sql } from 'kysely';

export interface Signer {
  readonly id: string;
  readonly role: Role;
}

/** Whether role and proposal let somebody sign. The database asks again, with the rule of that moment. */
export function maySign({ userId, signer, tool }: ProposalRow, person: Signer): boolean {
  const requirement = catalogue.get(tool)?.requirement;
  if (!requirement || !roleAllows(person.role, requirement)) return false;
  if (userId === person.id) return signer === 'own';
  return signer === 'other' || person.role === 'admin' || person.role === 'owner';
}

/** Proposals as pages show them, with the people they name. */
export async function proposalViews(
  db: Queries,
  rows: readonly ProposalRow[],
  person: Signer,
): Promise<ProposalView[]> {
  const ids = rows.flatMap(({ userId, decidedBy }) => [userId, decidedBy]).filter((id) => id !== null);
  const people = await db
    .selectFrom('user')
    .select(['id', 'name', 'email'])
    .where(sql<boolean>`id = any(${ids}::uuid[])`)
    .execute();
  const named = (id: string | null): PersonView | null => {
    const found = people.find((one) => one.id === id);
    return found ? { name: found.name, email: found.email } : null;
  };
  return rows.map((row) => ({
    id: row.id,
    state: row.state as ProposalState,
    createdAt: row.createdAt,
    expiresAt: row.expiresAt,
    through: row.throughName,
    person: named(row.userId),
    tool: row.tool,
    summary: summaryOf({ changes: row.changes, actor: { effect: row.effect } }, catalogue.get(row.tool)?.tool.did),
    signer: row.signer,
    maySign: row.state === 'pending' && maySign(row, person),
    decidedAt: row.decidedAt,
    decidedBy: named(row.decidedBy),
    declineReason: row.declineReason,
  }));
}
