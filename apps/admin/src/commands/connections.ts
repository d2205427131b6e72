import { revokeConnection } from '@countersign/access/gate/revoke-connection';
import { transaction, withQueries } from '@countersign/db/connections/transaction';
import { asTable, idOf, type Operator, organizationOf, Refusal, record } from '../operator.ts';

/** Shows the connections that live, of one organization or of all. */
export async function listConnections({ pool, tell }: Operator, slug: string | undefined): Promise<void> {
  const rows = await withQueries(pool, async (db) => {
    const organization = slug === undefined ? undefined : await organizationOf(db, slug);
    return db
      .selectFrom('connection')
      .innerJoin('organization', 'organization.id', 'connection.organizationId')
      .innerJoin('user', 'user.id', 'connection.userId')
      .select(['connection.id', 'organization.slug as organization', 'user.email as person', 'clientName as client'])
      .select(['connection.createdAt as since', 'lastUsedAt', 'connection.expiresAt'])
      .where('revokedAt', 'is', null)
      .where('connection.expiresAt', '>', new Date().toISOString())
      .$if(organization !== undefined, (query) => query.where('organization.id', '=', organization?.id ?? ''))
      .orderBy('organization.slug')
      .orderBy('connection.createdAt')
      .execute();
  });
  tell(rows, asTable(rows));
}

/** Ends one connection: its next request is refused. */
export async function endConnection({ pool, agree, tell }: Operator, id: string): Promise<void> {
  const connection = await withQueries(pool, (db) =>
    db
      .selectFrom('connection')
      .innerJoin('organization', 'organization.id', 'connection.organizationId')
      .innerJoin('user', 'user.id', 'connection.userId')
      .select(['clientName', 'user.email', 'organization.slug'])
      .where('connection.id', '=', idOf(id, 'connections list'))
      .executeTakeFirst(),
  );
  if (!connection) throw new Refusal('There is no such connection. connections list shows them.');
  const { clientName, email, slug } = connection;
  await agree(
    `This ends the connection of ${email} with ${clientName} in ${slug} for good. They have to connect again.`,
  );
  await transaction(pool, async (db) => {
    const ended = await revokeConnection(db, id, 'admin');
    if (!ended) throw new Refusal('It has ended already.');
    const { organizationId, userId, clientId } = ended;
    const details = { reason: 'admin', command: 'connections revoke' };
    await record(db, { action: 'connection.revoked', connectionId: id, organizationId, userId, clientId, details });
  });
  tell({ revoked: id }, 'Ended. Its next request is refused.');
}
