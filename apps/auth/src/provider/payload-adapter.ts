import { type RevocationReason, revokeConnection } from '@countersign/access/gate/revoke-connection';
import type { Queries } from '@countersign/db/connections/named-statements';
import type { Pool } from '@countersign/db/connections/pool';
import { sql } from 'kysely';
import { type Adapter, type AdapterPayload, errors, Provider } from 'oidc-provider';
import type { TokenScopes } from '../connections/token-scopes.ts';
import { digest, findRow, inGrace, type PayloadRow, payloadOf } from './payload-row.ts';
import { readForRenewal } from './renewal-reads.ts';
import { noteOf } from './request-notes.ts';
import { inRequest, sendInRequest } from './request-transaction.ts';

/** How many live tokens a rotated one may give birth to, after its first successor. */
export const GRACE_USES_MAX = 3;
const ISSUED = 'issuedScopes';
/** How long a used token is remembered, so that its return is known for a replay. */
const CONSUMED_DAYS = 7;

/**
 * The provider's records in PostgreSQL. A find restores what was left out when storing: the id, and nothing else that was secret.
 *
 * A refresh token that was used stays usable for a moment, while none of its successors has been used: real clients renew from several
 * processes at once (RFC 9700 §4.14.2 leaves the reaction to the server). Later, or once a successor has been used, it counts as a
 * replay, and the provider ends the whole grant.
 */
export function createPayloadAdapter(pool: Pool, model: string): Adapter {
  const of = (id: string) => ({ model, idHash: digest(id) });

  async function find(id: string): Promise<PayloadRow | undefined> {
    const note = noteOf(Provider.ctx);
    if (model === 'Grant' && note.renewal) return note.renewal.grant;
    return inRequest(pool, (db) => {
      const found = findRow(db, model, 'idHash', digest(id));
      if (model === 'RefreshToken' && isRenewal()) note.renewal = readForRenewal(db, digest(id));
      return found;
    });
  }

  return {
    async find(id) {
      const row = await find(id);
      if (model === 'RefreshToken' && row && isRenewal()) keepIssuedBefore(row);
      return row && { ...payloadOf(row), jti: id };
    },

    // Only sessions are looked up by uid, which is no secret; their id stays unknown, and nobody asks for it.
    async findByUid(uid) {
      const row = await inRequest(pool, (db) => findRow(db, model, 'uid', uid));
      return row && payloadOf(row);
    },

    async upsert(id, payload, expiresIn) {
      const row = {
        payload: JSON.stringify({ ...withoutSecrets(payload), ...(model === 'RefreshToken' && issuedNow()) }),
        grantId: model === 'Grant' ? id : (payload.grantId ?? null),
        uid: model === 'Session' ? (payload.uid ?? null) : null,
        parentHash: model === 'RefreshToken' ? parentHash() : null,
        expiresAt: expiresIn ? new Date(Date.now() + expiresIn * 1000).toISOString() : null,
      };
      const statement = (db: Queries) =>
        db
          .insertInto('oidcPayload')
          .values({ ...of(id), ...row })
          .onConflict((conflict) => conflict.columns(['model', 'idHash']).doUpdateSet(row));
      // Nothing in a request reads the refresh token that it made.
      if (model === 'RefreshToken') await sendInRequest(pool, statement);
      else await inRequest(pool, (db) => statement(db).execute());
    },

    async consume(id) {
      const [row] = await inRequest(pool, (db) => consume(db, model, digest(id)));
      if (!row) {
        noteOf(Provider.ctx).lostRace = true;
        throw new errors.InvalidGrant('lost a race for a token');
      }
      noteOf(Provider.ctx).graceUses = row.graceUses;
    },

    async destroy(id) {
      await inRequest(pool, async (db) => {
        if (model === 'Grant') await endGrant(db, id);
        else await db.deleteFrom('oidcPayload').where('model', '=', model).where('idHash', '=', digest(id)).execute();
      });
    },

    async revokeByGrantId(grantId) {
      await inRequest(pool, (db) =>
        db.deleteFrom('oidcPayload').where('model', '=', model).where('grantId', '=', grantId).execute(),
      );
    },

    findByUserCode: async () => undefined,
  };
}

/** The row lock makes parallel uses queue; each then judges what the one before has committed. */
async function consume(db: Queries, model: string, idHash: Buffer) {
  const locked = db
    .selectFrom('oidcPayload')
    .select('model')
    .where('model', '=', model)
    .where('idHash', '=', idHash)
    .forUpdate()
    .execute();
  const consumed = db
    .updateTable('oidcPayload')
    .set({
      consumedAt: sql`coalesce(consumed_at, now())`,
      graceUses: sql`grace_uses + (consumed_at is not null)::int`,
      expiresAt: sql`least(expires_at, now() + make_interval(days => ${CONSUMED_DAYS}))`,
    })
    .where('model', '=', model)
    .where('idHash', '=', idHash)
    .where((where) =>
      where.or([where('consumedAt', 'is', null), where.and([where('graceUses', '<', GRACE_USES_MAX), inGrace(model)])]),
    )
    .returning('graceUses')
    .execute();
  return (await Promise.all([locked, consumed]))[1];
}

/** A grant the provider ends: reused code or token, or RFC 7009. Grants without a connection are the console's sign-ins. */
async function endGrant(db: Queries, grantId: string): Promise<void> {
  const reason: RevocationReason = Provider.ctx?.oidc.route === 'token' ? 'replay' : 'client';
  const [connection] = await db.selectFrom('connection').select('id').where('grantId', '=', grantId).execute();
  const revoked = connection && (await revokeConnection(db, connection.id, reason));
  const note = noteOf(Provider.ctx);
  note.grantEnded = true;
  if (revoked) note.revoked = { ...revoked, reason };
  await db.deleteFrom('oidcPayload').where('grantId', '=', grantId).execute();
}

function isRenewal(): boolean {
  return Provider.ctx?.oidc.params?.grant_type === 'refresh_token';
}

/** The provider keeps no members of ours, so what a refresh token came with goes past it. */
function issuedNow(): { readonly [ISSUED]?: TokenScopes } {
  const { connection } = noteOf(Provider.ctx);
  return connection ? { [ISSUED]: { issued: connection.issued, limit: connection.limit } } : {};
}

/** Refresh tokens of earlier versions have nothing there. */
function keepIssuedBefore({ payload }: PayloadRow): void {
  const before = (payload as { readonly [ISSUED]?: TokenScopes })[ISSUED];
  if (before) noteOf(Provider.ctx).issuedBefore = before;
}

function parentHash(): Buffer | null {
  const parent = Provider.ctx?.oidc.entities.RotatedRefreshToken;
  return parent ? digest(parent.jti) : null;
}

/** An interaction also carries the session's cookie value, which nothing reads back. */
function withoutSecrets({ jti: _jti, ...payload }: AdapterPayload): AdapterPayload {
  if (!payload.session) return payload;
  const { cookie: _cookie, ...session } = payload.session;
  return { ...payload, session };
}
