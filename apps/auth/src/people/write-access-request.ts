import { type NewAuditEvent, recordEvents } from '@countersign/access/audit/audit';
import { noticeOfWish } from '@countersign/access/notices/write-access-requested';
import type { Pool } from '@countersign/db/connections/pool';
import { transaction } from '@countersign/db/connections/transaction';
import { newId } from '@countersign/runtime/ids';
import { sql } from 'kysely';
import type { RequestOrigin } from '../provider/request-origin.ts';

export interface WriteAccessWish {
  readonly organizationId: string;
  readonly userId: string;
  readonly clientId: string;
  readonly clientName: string;
  readonly billing: boolean;
}

/**
 * Records a person's wish that writing be turned on, for the organization's admins to see in the console, and tells them by mail. One wish stays open per
 * person and organization; asking again only adds billing to it. Does not check membership.
 */
export async function requestWriteAccess(
  pool: Pool,
  wish: WriteAccessWish,
  origin: RequestOrigin,
  consoleUrl: string,
): Promise<void> {
  await transaction(pool, async (db) => {
    const id = newId();
    const recorded = await db
      .insertInto('writeAccessRequest')
      .values({ id, ...wish })
      .onConflict((conflict) =>
        conflict
          .columns(['organizationId', 'userId'])
          .where('decidedAt', 'is', null)
          .doUpdateSet({ billing: sql<boolean>`write_access_request.billing or excluded.billing` }),
      )
      .returning('id')
      .executeTakeFirstOrThrow();
    if (recorded.id !== id) return;
    const event: NewAuditEvent = {
      action: 'write_access.requested',
      organizationId: wish.organizationId,
      userId: wish.userId,
      clientId: wish.clientId,
      actorKind: 'user',
      actorId: wish.userId,
      ...origin,
      details: { billing: wish.billing },
    };
    await recordEvents(db, [event]);
    await noticeOfWish(db, wish, consoleUrl);
  });
}
