import type { Queries } from '@countersign/db/connections/named-statements';

/** Ties a grant to the login session it was made in: it ends with that, and a code that was not redeemed yet is worth nothing. */
export async function tieGrant(queries: Queries, grantId: string, loginSessionId: string): Promise<void> {
  await queries
    .updateTable('oidcPayload')
    .set({ loginSessionId })
    .where('model', '=', 'Grant')
    .where('grantId', '=', grantId)
    .execute();
}

/** The login session a grant is tied to. Only grants of the console are. */
export async function loginSessionOfGrant(queries: Queries, grantId: string): Promise<string | undefined> {
  const row = await queries
    .selectFrom('oidcPayload')
    .select('loginSessionId')
    .where('model', '=', 'Grant')
    .where('grantId', '=', grantId)
    .executeTakeFirst();
  return row?.loginSessionId ?? undefined;
}
