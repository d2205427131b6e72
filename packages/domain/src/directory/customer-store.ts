import { AppError, notFound } from '@countersign/contracts/errors';
import { type CursorKey, toPage } from '@countersign/contracts/pagination';
import type { RequestContext, Tx } from '@countersign/contracts/request-context';
import { queries } from '@countersign/db/tenancy/in-org';
import { newId } from '@countersign/runtime/ids';
import { sql } from 'kysely';
import { comesAfter } from '../keyset.ts';
import { refusedBy } from '../violated-constraint.ts';
import type { Customer, CustomerNote } from './schemas.ts';

const COLUMNS = [
  'id',
  'name',
  'businessId',
  'vatId',
  'email',
  'phone',
  'street',
  'postalCode',
  'city',
  'country',
  'paymentTermDays',
  'archivedAt',
  'version',
  'createdAt',
  'updatedAt',
] as const;

const REFUSALS = {
  customer_one_for_each_business_id: (cause: unknown) =>
    new AppError('conflict', 'Another customer has this business id. Find it with list_customers.', { cause }),
};

const NOTES_SHOWN = 20;

type Changeable = Omit<Customer, 'id' | 'version' | 'createdAt' | 'updatedAt'>;
export type CustomerChange = { readonly [Field in keyof Changeable]?: Changeable[Field] | undefined };
/** Enough of a customer to recognize it by. */
export type CustomerDescription = Pick<CustomerChange, 'businessId' | 'email'> & { readonly name: string };

export interface CustomerFilter {
  readonly text?: string | undefined;
  readonly country?: string | undefined;
  readonly includeArchived: boolean;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** Customers by name; `text` is looked for in name, business id, e-mail and city. */
export async function listCustomers(tx: Tx, { text, country, includeArchived, limit, cursor }: CustomerFilter) {
  let list = queries(tx)
    .selectFrom('customer')
    .select(COLUMNS)
    .where(
      comesAfter(cursor, 'ascending', [
        [sql.ref('name'), 'text'],
        [sql.ref('id'), 'id'],
      ]),
    );
  if (!includeArchived) list = list.where('archivedAt', 'is', null);
  if (country) list = list.where('country', '=', country);
  if (text) {
    list = list.where(sql<boolean>`strpos(lower(concat_ws(' ', name, business_id, email, city)), lower(${text})) > 0`);
  }
  const rows = await list
    .orderBy('name')
    .orderBy('id')
    .limit(limit + 1)
    .execute();
  return toPage(rows, limit, ({ name, id }): CursorKey => [name, id]);
}

/** Throws `not_found` for a customer of another organization as for none at all. */
export async function requireCustomer(tx: Tx, id: string): Promise<Customer> {
  const customer = await queries(tx).selectFrom('customer').select(COLUMNS).where('id', '=', id).executeTakeFirst();
  if (!customer) throw notFound('customer');
  return customer;
}

/** Reads it under a row lock, for a change in the same transaction. */
export async function lockCustomer(tx: Tx, id: string): Promise<Customer> {
  const [customer] = await queries(tx)
    .selectFrom('customer')
    .select(COLUMNS)
    .where('id', '=', id)
    .forUpdate()
    .execute();
  if (!customer) throw notFound('customer');
  return customer;
}

/** Reads it and keeps it from being archived until the transaction ends. */
export async function holdCustomer(tx: Tx, id: string): Promise<Customer> {
  const [customer] = await queries(tx)
    .selectFrom('customer')
    .select(COLUMNS)
    .where('id', '=', id)
    .forKeyShare()
    .execute();
  if (!customer) throw notFound('customer');
  return customer;
}

export async function insertCustomer(
  ctx: RequestContext,
  tx: Tx,
  customer: CustomerChange & { name: string },
): Promise<Customer> {
  const at = ctx.now.toISOString();
  const inserted = queries(tx)
    .insertInto('customer')
    .values({ ...customer, organizationId: ctx.organization.id, id: newId(), createdAt: at, updatedAt: at })
    .returning(COLUMNS)
    .executeTakeFirstOrThrow();
  return refusedBy(inserted, REFUSALS);
}

/** Changes what is named and leaves the rest; absent fields are no change, null ones clear. */
export function changeCustomer(ctx: RequestContext, tx: Tx, id: string, change: CustomerChange): Promise<Customer> {
  const changed = queries(tx)
    .updateTable('customer')
    .set({ ...change, version: sql`version + 1`, updatedAt: ctx.now.toISOString() })
    .where('id', '=', id)
    .returning(COLUMNS)
    .executeTakeFirstOrThrow();
  return refusedBy(changed, REFUSALS);
}

/**
 * Customers that might be the described one, locked. Upserts of one organization wait for each other, so that two that describe
 * the same new customer make one record.
 */
export async function lockLikelyCustomers(
  ctx: RequestContext,
  tx: Tx,
  described: CustomerDescription,
): Promise<Customer[]> {
  const db = queries(tx);
  await sql`select pg_advisory_xact_lock(hashtextextended(${`upsert_customer/${ctx.organization.id}`}, 0))`.execute(db);
  return db
    .selectFrom('customer')
    .select(COLUMNS)
    .where((eb) =>
      eb.or([
        eb('businessId', '=', described.businessId ?? null),
        eb('email', '=', described.email ?? null),
        eb(sql`lower(name)`, '=', described.name.toLowerCase()),
      ]),
    )
    .orderBy('id')
    .forUpdate()
    .execute();
}

export async function insertNote(ctx: RequestContext, tx: Tx, customerId: string, body: string): Promise<CustomerNote> {
  const id = newId();
  const createdAt = ctx.now.toISOString();
  const note = { organizationId: ctx.organization.id, id, customerId, body, authorId: ctx.user?.id ?? null, createdAt };
  await queries(tx).insertInto('customerNote').values(note).execute();
  return { id, body, authorName: ctx.user?.name ?? null, createdAt };
}

/** The latest notes about a customer, newest first. */
export function latestNotes(tx: Tx, customerId: string): Promise<CustomerNote[]> {
  return queries(tx)
    .selectFrom('customerNote')
    .leftJoin('user', 'user.id', 'customerNote.authorId')
    .select(['customerNote.id', 'body', 'user.name as authorName', 'customerNote.createdAt'])
    .where('customerId', '=', customerId)
    .orderBy('customerNote.createdAt', 'desc')
    .orderBy('customerNote.id', 'desc')
    .limit(NOTES_SHOWN)
    .execute();
}
