import { inOrg, queries } from '@countersign/db/tenancy/in-org';
import { fixedId } from '@countersign/runtime/ids';
import { useDemoCaller } from '@countersign/testing/demo-caller';
import { sql } from 'kysely';
import { beforeEach, describe, expect, it } from 'vitest';
import { draftRecurringInvoices } from '../src/billing/jobs/draft-recurring-invoices.ts';
import type { RecurringInvoice, RecurringInvoiceDetail } from '../src/billing/recurring/recurring-schemas.ts';
import type { InvoiceDetail } from '../src/billing/schemas.ts';
import { createRecurringInvoice } from '../src/billing/tools/create-recurring-invoice.ts';
import { getInvoice } from '../src/billing/tools/get-invoice.ts';
import { listRecurringInvoices } from '../src/billing/tools/list-recurring-invoices.ts';
import { updateRecurringInvoice } from '../src/billing/tools/update-recurring-invoice.ts';
import { archiveCustomer } from '../src/directory/tools/archive-customer.ts';

const { callAs, database } = useDemoCaller();

const finn = { person: 'finn', organization: 'acme' };
const organization = { id: fixedId('organization', 'acme'), slug: 'acme', name: 'Acme Studio' };
const scope = { organizationId: organization.id, teamId: null };
const run = (now = new Date()) =>
  inOrg(database.jobs, scope, (tx) => draftRecurringInvoices.handle({ organization, now }, {}, tx));

const read = async (id: string) =>
  (await callAs<{ items: RecurringInvoice[] }>(finn, listRecurringInvoices, { limit: 200 })).items.find(
    (series) => series.id === id,
  );
const draftsOf = async (id: string) => {
  const drafts = sql<{ periodOn: string; invoiceId: string }>`select period_on, invoice_id from recurring_draft
    where recurring_invoice_id = ${id} order by period_on`;
  return (await inOrg(database.tools, scope, (tx) => drafts.execute(queries(tx)))).rows;
};

/** A monthly series that began on the first of January 2030, asked about at days of that year. */
let series: RecurringInvoice;
beforeEach(async () => {
  series = await callAs<RecurringInvoice>(finn, createRecurringInvoice, {
    customerId: fixedId('customer', 'acme', 0),
    startsOn: '2030-01-01',
    reference: 'PO 1',
    lines: [
      {
        description: 'Hosting',
        quantityThousandths: 1500,
        unit: 'month',
        unitPriceMinor: 10_000,
        vatBasisPoints: 2550,
      },
      { description: 'Discount', unitPriceMinor: -500, vatBasisPoints: 2550 },
    ],
  });
});
const on = (day: string) => new Date(`${day}T10:00:00Z`);

describe('the job that drafts recurring invoices', () => {
  it('leaves what is not due', async () => {
    expect(series.nextOn).toBe('2030-01-01');
    await run(on('2029-12-31'));
    expect(await draftsOf(series.id)).toEqual([]);
  });

  it('goes on while an admin’s switches are off, as every tool of a series says', async () => {
    for (const { summary } of [listRecurringInvoices, createRecurringInvoice, updateRecurringInvoice])
      expect(summary).toContain('while MCP writing is off');
    const turn = (on: boolean) =>
      database.owner.query('update organization set mcp_write = $2, mcp_billing_write = $2 where id = $1', [
        organization.id,
        on,
      ]);
    await turn(false);
    await run(on('2030-01-01'));
    await turn(true);
    expect(await draftsOf(series.id)).toMatchObject([{ periodOn: '2030-01-01' }]);
  });

  it('gives each period lines of its own', async () => {
    await run(on('2030-03-15'));
    const drafts = await draftsOf(series.id);
    expect(drafts).toHaveLength(3);
    for (const { invoiceId } of drafts) {
      const draft = await callAs<InvoiceDetail>(finn, getInvoice, { invoiceId });
      expect(draft.lines.map(({ netMinor }) => netMinor)).toEqual([15_000, -500]);
    }
  });

  it('of the 31st bills every month, and says on which days next', async () => {
    const monthly = await callAs<RecurringInvoiceDetail>(finn, createRecurringInvoice, {
      customerId: fixedId('customer', 'acme', 0),
      recurrence: 'FREQ=MONTHLY',
      startsOn: '2030-01-31',
      lines: [{ description: 'Rent', unitPriceMinor: 10_000, vatBasisPoints: 2550 }],
    });
    expect(monthly.upcomingOn).toEqual(['2030-01-31', '2030-02-28', '2030-03-31']);
    await run(on('2030-12-31'));
    expect((await draftsOf(monthly.id)).map(({ periodOn }) => periodOn.slice(5))).toEqual(
      '01-31 02-28 03-31 04-30 05-31 06-30 07-31 08-31 09-30 10-31 11-30 12-31'.split(' '),
    );
  });

  it('makes a draft with the lines and terms of the series, and issues nothing', async () => {
    await run(on('2030-01-01'));
    const after = await read(series.id);
    expect(after).toMatchObject({ nextOn: '2030-02-01', lastDraftedOn: '2030-01-01', draftCount: 1 });
    const draft = await callAs<InvoiceDetail>(finn, getInvoice, { invoiceId: after?.lastInvoiceId });
    expect(draft).toMatchObject({
      status: 'draft',
      number: null,
      customerId: series.customerId,
      reference: 'PO 1',
      paymentTermDays: 14,
      netMinor: series.netMinor,
      totalMinor: series.totalMinor,
    });
    expect(draft.lines.map(({ description, netMinor }) => [description, netMinor])).toEqual([
      ['Hosting', 15_000],
      ['Discount', -500],
    ]);
  });

  it('goes by the day where the organization is', async () => {
    // 23:30 UTC is half past one in Helsinki.
    await run(new Date('2029-12-31T23:30:00Z'));
    expect((await draftsOf(series.id)).map(({ periodOn }) => periodOn)).toEqual(['2030-01-01']);
  });

  it('makes up for the periods it was away, and drafts each once, whoever runs it at the same time', async () => {
    await Promise.all([run(on('2030-03-15')), run(on('2030-03-15')), run(on('2030-03-15'))]);
    await run(on('2030-03-15'));
    expect((await draftsOf(series.id)).map(({ periodOn }) => periodOn)).toEqual([
      '2030-01-01',
      '2030-02-01',
      '2030-03-01',
    ]);
    expect(await read(series.id)).toMatchObject({ nextOn: '2030-04-01', draftCount: 3 });
  });

  it('drafts no period again, even if its day comes back', async () => {
    await run(on('2030-01-01'));
    const [first] = await draftsOf(series.id);
    const remove = sql`delete from invoice where id = ${first?.invoiceId}`;
    const turnBack = sql`update recurring_invoice set next_on = '2030-01-01' where id = ${series.id}`;
    await inOrg(database.tools, scope, async (tx) => {
      await remove.execute(queries(tx));
      await turnBack.execute(queries(tx));
    });
    await run(on('2030-01-02'));
    expect(await draftsOf(series.id)).toEqual([first]);
    await expect(callAs(finn, getInvoice, { invoiceId: first?.invoiceId })).rejects.toMatchObject({
      code: 'not_found',
    });
    expect(await read(series.id)).toMatchObject({ nextOn: '2030-02-01' });
  });

  it('pauses a series whose customer was archived', async () => {
    await callAs(finn, archiveCustomer, { customerId: series.customerId });
    await run(on('2030-01-01'));
    expect(await read(series.id)).toMatchObject({ paused: true, draftCount: 0 });
    await callAs(finn, archiveCustomer, { customerId: series.customerId, archived: false });
  });
});
