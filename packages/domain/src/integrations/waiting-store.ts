import type { Tx } from '@countersign/contracts/request-context';
import { ROLES, roleAllows } from '@countersign/contracts/scopes';
import { queries } from '@countersign/db/tenancy/in-org';
import { sql } from 'kysely';

export interface WaitingFile {
  readonly documentId: string;
  readonly documentName: string;
  /** Whoever uploaded it could have recorded the payments in it too, as far as the role goes. */
  readonly isTrusted: boolean;
}

const TRUSTED_ROLES = ROLES.filter((role) => roleAllows(role, { tier: 'write', area: 'finance' }));

/**
 * The camt files that are read and not imported, nor about to be: those that may go without being looked at first, then the oldest. What is
 * in a statement becomes payments, and anybody may upload a document: so who did, and what that person's role is now, decides. An
 * API key's may not, because it says nothing of who stands behind it.
 */
export async function waitingStatements(tx: Tx, limit: number): Promise<WaitingFile[]> {
  const { rows } = await sql<WaitingFile>`
    select d.id as document_id, d.name as document_name, coalesce(m.role = any(${TRUSTED_ROLES}), false) as is_trusted
    from document d
    join document_content c on c.organization_id = d.organization_id and c.document_id = d.id
    left join membership m on m.organization_id = d.organization_id and m.user_id = d.uploaded_by
    where d.content_type = 'application/xml' and c.text ~ 'camt[.]05[234][.]' and not exists (
      select from statement_import i
      where i.organization_id = d.organization_id and i.digest = d.digest and i.status <> 'failed')
    order by is_trusted desc, d.created_at, d.id limit ${limit}`.execute(queries(tx));
  return rows;
}
