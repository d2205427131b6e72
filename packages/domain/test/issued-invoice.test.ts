import { setImmediate } from 'node:timers/promises';
import { withQueries } from '@countersign/db/connections/transaction';
import { inOrg, queries } from '@countersign/db/tenancy/in-org';
import { fixedId } from '@countersign/runtime/ids';
import { useDemoCaller } from '@countersign/testing/demo-caller';
import { type RawBuilder, sql } from 'kysely';
import { describe, expect, it } from 'vitest';

const { database } = useDemoCaller();
const acme = { organizationId: fixedId('organization', 'acme'), teamId: null };
const frozen = { constraint: 'issued_invoice_is_frozen' };

const execute = (statement: RawBuilder<unknown>) => inOrg(database.tools, acme, (tx) => statement.execute(queries(tx)));

async function anInvoice(condition: string): Promise<string> {
  const found = sql<{ id: string }>`select id from invoice where ${sql.raw(condition)} order by id limit 1`;
  const { rows } = await inOrg(database.tools, acme, (tx) => found.execute(queries(tx)));
  return rows[0]?.id ?? '';
}

const issue = (id: string) => sql`update invoice set number = 1000, issued_at = now(), issued_on = current_date,
  due_on = current_date, payment_reference = 'RF1000', seller = '{}', buyer = '{}' where id = ${id}`;
const addLine = (id: string) => sql`insert into invoice_line
  (organization_id, id, invoice_id, position, description, quantity_thousandths, unit_price_minor, vat_basis_points, net_minor)
  values (${acme.organizationId}, gen_random_uuid(), ${id}, 99, 'Late', 1000, 100, 0, 100)`;

describe('an issued invoice', () => {
  it.each([
    ['its text', sql`update invoice set note = 'changed'`],
    ['its total', sql`update invoice set net_minor = net_minor + 1, total_minor = total_minor + 1`],
    ['its number', sql`update invoice set number = 999`],
    ['its being issued', sql`update invoice set number = null, issued_at = null, issued_on = null, due_on = null`],
    ['its existence', sql`delete from invoice`],
  ])('keeps %s, whatever statement asks', async (_what, statement) => {
    const id = await anInvoice('number is not null and paid_minor = 0 and credited_minor = 0');
    await expect(execute(sql`${statement} where id = ${id}`)).rejects.toMatchObject(frozen);
  });

  it('keeps its lines', async () => {
    const id = await anInvoice('number is not null');
    await expect(execute(sql`update invoice_line set net_minor = 1 where invoice_id = ${id}`)).rejects.toMatchObject(
      frozen,
    );
    await expect(execute(sql`delete from invoice_line where invoice_id = ${id}`)).rejects.toMatchObject(frozen);
    await expect(execute(addLine(id))).rejects.toMatchObject(frozen);
    const draft = await anInvoice('number is null');
    const move = sql`update invoice_line set invoice_id = ${id}, position = 98 where invoice_id = ${draft} and position = 1`;
    await expect(execute(move)).rejects.toMatchObject(frozen);
  });

  it('can be paid, up to its total', async () => {
    const id = await anInvoice('number is not null and paid_minor = 0 and credited_minor = 0 and total_minor > 0');
    const pay = (amount: RawBuilder<unknown>) => sql`update invoice set paid_minor = ${amount} where id = ${id}`;
    await execute(pay(sql`total_minor - 1`));
    await expect(execute(pay(sql`total_minor + 1`))).rejects.toMatchObject({
      constraint: 'invoice_is_a_draft_or_issued',
    });
    await execute(pay(sql`total_minor`));
  });

  it('shares its number with no other of the organization', async () => {
    const id = await anInvoice('number is null');
    const twice = sql`update invoice set issued_at = now(), issued_on = current_date, due_on = current_date, seller = '{}', buyer = '{}',
      payment_reference = 'RF1001', number = (select min(number) from invoice) where id = ${id}`;
    await expect(execute(twice)).rejects.toMatchObject({ constraint: 'invoice_organization_id_number_key' });
  });

  it('gets no line from a call that began before it was issued', async () => {
    const id = await anInvoice('number is null');
    const { promise: issued, resolve: nowIssued } = Promise.withResolvers<void>();
    const { promise: waiting, resolve: nowWaiting } = Promise.withResolvers<void>();
    const issuing = inOrg(database.tools, acme, async (tx) => {
      await issue(id).execute(queries(tx));
      nowIssued();
      await waiting;
    });
    await issued;
    const answer = execute(addLine(id)).catch((error: unknown) => error);
    while (!(await somebodyWaitsForALock())) await setImmediate();
    nowWaiting();
    await issuing;
    expect(await answer).toMatchObject(frozen);
  });
});

async function somebodyWaitsForALock(): Promise<boolean> {
  const waiters = sql`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
  const { rows } = await withQueries(database.owner, (db) => waiters.execute(db));
  return rows.length > 0;
}
