import { clientSealContext } from '@countersign/access/principals/client-seal';
import type { Pool } from '@countersign/db/connections/pool';
import { withQueries } from '@countersign/db/connections/transaction';
import { seal, unseal } from '@countersign/runtime/secret-key';
import type { Adapter, AdapterPayload } from 'oidc-provider';
import { pinnedClient } from './pinned-clients.ts';
import { inRequest } from './request-transaction.ts';

/** RFC 6749 appendix A.1. */
const CLIENT_ID = /^[\x20-\x7e]+$/;

/**
 * Registered and preregistered clients, their secrets sealed; and the pinned documents, which the provider asks for here before it
 * would fetch them. Other document addresses are not looked up: undefined sends the provider to the network.
 */
export function createClientAdapter(pool: Pool, sealingKey: Buffer): Adapter {
  return {
    // Outside the request's transaction: it comes first, and the provider may go on to fetch a document.
    async find(id) {
      if (!CLIENT_ID.test(id)) return undefined;
      if (id.startsWith('https://')) return pinnedClient(id);
      const [row] = await withQueries(pool, (db) =>
        db.selectFrom('client').select(['metadata', 'secretSealed']).where('id', '=', id).execute(),
      );
      if (!row) return undefined;
      const secret = row.secretSealed && unseal(sealingKey, clientSealContext(id), row.secretSealed);
      return { ...(row.metadata as AdapterPayload), ...(secret ? { client_secret: secret } : {}) };
    },

    async upsert(id, { client_secret: secret, ...metadata }) {
      const row = {
        metadata: JSON.stringify(metadata),
        secretSealed: typeof secret === 'string' ? seal(sealingKey, clientSealContext(id), secret) : null,
      };
      await inRequest(pool, (db) =>
        db
          .insertInto('client')
          .values({ id, source: 'registered', ...row })
          .execute(),
      );
    },

    async destroy(id) {
      await inRequest(pool, (db) => db.deleteFrom('client').where('id', '=', id).execute());
    },

    findByUid: async () => undefined,
    findByUserCode: async () => undefined,
    consume: async () => {},
    revokeByGrantId: async () => {},
  };
}
