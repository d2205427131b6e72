import { notFound } from '@countersign/contracts/errors';
import { type CursorKey, toPage } from '@countersign/contracts/pagination';
import type { RequestContext, Tx } from '@countersign/contracts/request-context';
import { queries } from '@countersign/db/tenancy/in-org';
import { newId } from '@countersign/runtime/ids';
import { sql } from 'kysely';
import { comesAfter } from '../keyset.ts';
import { refusedBy } from '../violated-constraint.ts';
import type { Contact } from './schemas.ts';

type Changeable = Omit<Contact, 'id' | 'customerName' | 'version' | 'createdAt' | 'updatedAt'>;
export type ContactChange = { readonly [Field in keyof Changeable]?: Changeable[Field] | undefined };

const REFUSALS = {
  contact_organization_id_team_id_fkey: () => notFound('team'),
  contact_organization_id_customer_id_fkey: () => notFound('customer'),
};

export interface ContactFilter {
  readonly text?: string | undefined;
  readonly customerId?: string | undefined;
  readonly teamId?: string | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** Row-level security decides which contacts there are for this transaction. */
function contacts(tx: Tx) {
  return queries(tx)
    .selectFrom('contact')
    .leftJoin('customer', (join) =>
      join
        .onRef('customer.organizationId', '=', 'contact.organizationId')
        .onRef('customer.id', '=', 'contact.customerId'),
    )
    .select([
      'contact.id',
      'contact.teamId',
      'contact.customerId',
      'customer.name as customerName',
      'contact.name',
      'contact.jobTitle',
      'contact.email',
      'contact.phone',
      'contact.version',
      'contact.createdAt',
      'contact.updatedAt',
    ]);
}

/** Contacts by name; `text` is looked for in name, job title and e-mail. */
export async function listContacts(tx: Tx, { text, customerId, teamId, limit, cursor }: ContactFilter) {
  let list = contacts(tx).where(
    comesAfter(cursor, 'ascending', [
      [sql.ref('contact.name'), 'text'],
      [sql.ref('contact.id'), 'id'],
    ]),
  );
  if (customerId) list = list.where('contact.customerId', '=', customerId);
  if (teamId) list = list.where('contact.teamId', '=', teamId);
  if (text) {
    list = list.where(
      sql<boolean>`strpos(lower(concat_ws(' ', contact.name, contact.job_title, contact.email)), lower(${text})) > 0`,
    );
  }
  const rows = await list
    .orderBy('contact.name')
    .orderBy('contact.id')
    .limit(limit + 1)
    .execute();
  return toPage(rows, limit, ({ name, id }): CursorKey => [name, id]);
}

/** Throws `not_found` for a contact this connection cannot see. */
export async function requireContact(tx: Tx, id: string): Promise<Contact> {
  const contact = await contacts(tx).where('contact.id', '=', id).executeTakeFirst();
  if (!contact) throw notFound('contact');
  return contact;
}

/** Reads it under a row lock, for a change in the same transaction. */
export async function lockContact(tx: Tx, id: string): Promise<Contact> {
  const contact = await contacts(tx).where('contact.id', '=', id).forUpdate('contact').executeTakeFirst();
  if (!contact) throw notFound('contact');
  return contact;
}

export async function insertContact(
  ctx: RequestContext,
  tx: Tx,
  contact: ContactChange & { name: string },
): Promise<string> {
  const id = newId();
  const at = ctx.now.toISOString();
  const inserted = queries(tx)
    .insertInto('contact')
    .values({ ...contact, organizationId: ctx.organization.id, id, createdAt: at, updatedAt: at })
    .execute();
  await refusedBy(inserted, REFUSALS);
  return id;
}

/** Changes what is named and leaves the rest; absent fields are no change, null ones clear. */
export async function changeContact(ctx: RequestContext, tx: Tx, id: string, change: ContactChange): Promise<void> {
  const changed = queries(tx)
    .updateTable('contact')
    .set({ ...change, version: sql`version + 1`, updatedAt: ctx.now.toISOString() })
    .where('id', '=', id)
    .execute();
  await refusedBy(changed, REFUSALS);
}
