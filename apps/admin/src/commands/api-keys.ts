import { revokeApiKeys } from '@countersign/access/keys/revoke-api-keys';
import { transaction, withQueries } from '@countersign/db/connections/transaction';
import { asTable, idOf, type Operator, organizationOf, Refusal, record } from '../operator.ts';

/** Shows the API keys that live, of one organization or of all; never the keys themselves, which nobody has. */
export async function listApiKeys({ pool, tell }: Operator, slug: string | undefined): Promise<void> {
  const rows = await withQueries(pool, async (db) => {
    const organization = slug === undefined ? undefined : await organizationOf(db, slug);
    return db
      .selectFrom('apiKey')
      .innerJoin('organization', 'organization.id', 'apiKey.organizationId')
      .leftJoin('user', 'user.id', 'apiKey.userId')
      .select([
        'apiKey.id',
        'organization.slug as organization',
        'kind',
        'user.email as person',
        'apiKey.name',
        'prefix',
      ])
      .select(['apiKey.createdAt as since', 'lastUsedAt', 'apiKey.expiresAt'])
      .where('revokedAt', 'is', null)
      .where((where) =>
        where.or([where('apiKey.expiresAt', 'is', null), where('apiKey.expiresAt', '>', new Date().toISOString())]),
      )
      .$if(organization !== undefined, (query) => query.where('organization.id', '=', organization?.id ?? ''))
      .orderBy('organization.slug')
      .orderBy('apiKey.createdAt')
      .execute();
  });
  tell(rows, asTable(rows));
}

/** Ends one API key: its next request is refused. */
export async function endApiKey({ pool, agree, tell }: Operator, id: string): Promise<void> {
  const key = await withQueries(pool, (db) =>
    db
      .selectFrom('apiKey')
      .innerJoin('organization', 'organization.id', 'apiKey.organizationId')
      .select(['organizationId', 'userId', 'apiKey.name', 'prefix', 'slug'])
      .where('apiKey.id', '=', idOf(id, 'api-keys list'))
      .executeTakeFirst(),
  );
  if (!key) throw new Refusal('There is no such API key. api-keys list shows them.');
  await agree(`This ends the API key ${key.name} (${key.prefix}…) of ${key.slug} for good.`);
  await transaction(pool, async (db) => {
    const [ended] = await revokeApiKeys(db, key.organizationId, [id], { reason: 'admin', by: null });
    if (!ended) throw new Refusal('It has ended already.');
    const { organizationId, userId } = key;
    const details = { reason: 'admin', command: 'api-keys revoke' };
    await record(db, { action: 'api_key.revoked', apiKeyId: id, organizationId, userId, details });
  });
  tell({ revoked: id }, 'Ended. Its next request is refused.');
}
