import { notFound } from '@countersign/contracts/errors';
import { decodeCursor, toPage } from '@countersign/contracts/pagination';
import type { RequestContext, Tx } from '@countersign/contracts/request-context';
import { queries } from '@countersign/db/tenancy/in-org';
import { sql } from 'kysely';
import { z } from 'zod';

export const Vehicle = z.object({ id: z.uuid(), name: z.string(), reservedOn: z.array(z.iso.date()) });

/** The tables of `migration.sql`; in a product of its own they are in the Prisma schema and typed from there. */
type Tables = {
  vehicle: { organizationId: string; id: string; teamId: string | null; name: string };
  vehicleReservation: { organizationId: string; vehicleId: string; day: string; purpose: string };
};

const tables = (tx: Tx) => queries(tx).withTables<Tables>();

const FOUND_MAX = 1000;

/** In the order they were bought, each with the days it is reserved from today on. No `where` names the organization: the database does. */
export async function listVehicles(
  ctx: RequestContext,
  tx: Tx,
  page: { words?: string | undefined; limit: number; cursor?: string | undefined },
) {
  const [after] = decodeCursor(page.cursor, 1) ?? [];
  let list = tables(tx).selectFrom('vehicle').select(['id', 'name']);
  if (after) list = list.where('id', '>', String(after));
  if (page.words) {
    const found = sql<string>`(select record_id from find_records(array['vehicle'], ${page.words}, ${FOUND_MAX}))`;
    list = list.where('id', 'in', found);
  }
  const rows = await list
    .orderBy('id')
    .limit(page.limit + 1)
    .execute();
  const shown = toPage(rows, page.limit, ({ id }) => [id]);
  const today = ctx.now.toISOString().slice(0, 10);
  const reserved = await tables(tx)
    .selectFrom('vehicleReservation')
    .select(['vehicleId', 'day'])
    .where('day', '>=', today)
    .orderBy('day')
    .execute();
  const daysOf = (id: string) => reserved.filter(({ vehicleId }) => vehicleId === id).map(({ day }) => day);
  return { ...shown, items: shown.items.map((row) => ({ ...row, reservedOn: daysOf(row.id) })) };
}

/** False when somebody else has it on that day. Throws `not_found` for a vehicle this caller cannot see. */
export async function insertReservation(
  ctx: RequestContext,
  tx: Tx,
  reservation: { vehicleId: string; day: string; purpose: string },
): Promise<boolean> {
  const { vehicleId } = reservation;
  const seen = await tables(tx).selectFrom('vehicle').select('id').where('id', '=', vehicleId).executeTakeFirst();
  if (!seen) throw notFound('vehicle');
  const { numInsertedOrUpdatedRows } = await tables(tx)
    .insertInto('vehicleReservation')
    .values({ organizationId: ctx.organization.id, ...reservation })
    .onConflict((clash) => clash.doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}
