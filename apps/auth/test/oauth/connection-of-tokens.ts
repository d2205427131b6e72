import { withQueries } from '@countersign/db/connections/transaction';
import type { Tokens } from '@countersign/testing/oauth-client';
import type { TestDatabase } from '@countersign/testing/test-database';
import { decodeJwt } from 'jose';

/** The id of the connection these tokens are of. */
export const connectionOf = (tokens: Tokens) => String(decodeJwt(tokens.access_token).connection_id);

export async function readConnection({ owner }: TestDatabase, tokens: Tokens) {
  return withQueries(owner, (db) =>
    db.selectFrom('connection').selectAll().where('id', '=', connectionOf(tokens)).executeTakeFirstOrThrow(),
  );
}

/** What the audit log tells of that connection, oldest first. */
export async function eventsOf({ owner }: TestDatabase, tokens: Tokens) {
  return withQueries(owner, (db) =>
    db.selectFrom('auditEvent').selectAll().where('connectionId', '=', connectionOf(tokens)).orderBy('id').execute(),
  );
}
