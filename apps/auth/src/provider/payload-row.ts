import { hash } from 'node:crypto';
import type { Queries } from '@countersign/db/connections/named-statements';
import { type Expression, sql } from 'kysely';
import type { AdapterPayload } from 'oidc-provider';

/** How long a rotated refresh token still works, for clients that renew in parallel or lose the answer. */
const GRACE_SECONDS = 30;

/** Ids are bearer secrets (refresh tokens, codes, session cookies), so only their digests are stored. */
export function digest(id: string): Buffer {
  return hash('sha256', id, 'buffer');
}

/** A record as it is stored. */
export interface PayloadRow {
  readonly payload: unknown;
  readonly consumedAt: string | null;
  readonly inGrace: boolean;
}

export async function findRow(
  db: Queries,
  model: string,
  column: 'idHash' | 'uid',
  value: Buffer | string | Expression<Buffer>,
): Promise<PayloadRow | undefined> {
  const [row] = await db
    .selectFrom('oidcPayload')
    .select(['payload', 'consumedAt', inGrace(model).as('inGrace')])
    .where('model', '=', model)
    .where(column, '=', value)
    .execute();
  return row;
}

/** Whether the row's token may be used although it was; says nothing of how often. */
export function inGrace(model: string): Expression<boolean> & { as: ReturnType<typeof sql<boolean>>['as'] } {
  if (model !== 'RefreshToken') return sql<boolean>`false`;
  return sql<boolean>`(consumed_at > now() - make_interval(secs => ${GRACE_SECONDS}) and not exists (
    select from oidc_payload successor
    where successor.model = 'RefreshToken' and successor.parent_hash = oidc_payload.id_hash and successor.consumed_at is not null
  ))`;
}

/** What the provider is to see of a row. The id is not stored; whoever knows it adds it. */
export function payloadOf({ payload, consumedAt, inGrace: usable }: PayloadRow): AdapterPayload {
  const record = payload as AdapterPayload;
  if (consumedAt === null || usable) return record;
  return { ...record, consumed: Math.floor(Date.parse(consumedAt) / 1000) };
}
