import type { Queries } from '@countersign/db/connections/named-statements';
import type { Expression } from 'kysely';

/** A person as OpenID Connect describes them. */
export interface AccountRow {
  readonly sub: string;
  readonly name: string;
  readonly email: string;
}

export function readAccount(db: Queries, id: string | Expression<string>): Promise<AccountRow | undefined> {
  return db.selectFrom('user').select(['id as sub', 'name', 'email']).where('id', '=', id).executeTakeFirst();
}
