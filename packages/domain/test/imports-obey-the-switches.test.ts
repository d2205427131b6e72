import { transaction } from '@countersign/db/connections/transaction';
import { camt053 } from '@countersign/testing/camt-053';
import { sql } from 'kysely';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { entry, organizationId, useStatements } from './statements-under-test.ts';

const { database, turnBillingWrite, upload, trigger, work, found, sync, openInvoices, paidMinor } = useStatements();

describe('once an admin’s “off” was answered, no payment is recorded', () => {
  afterEach(() => turnBillingWrite(true));

  async function anImport() {
    const [invoice] = await openInvoices();
    if (!invoice) throw new Error('The demo data has an open invoice');
    const documentId = await upload(camt053([entry({ ...invoice, open: 200 })]));
    return { invoice, documentId, importId: await trigger(documentId) };
  }

  it('of an import that waited, which says so and is tried anew when asked', async () => {
    const { invoice, documentId, importId } = await anImport();
    const before = await paidMinor(invoice.id);
    await turnBillingWrite(false);
    await work(importId);
    expect(await found(importId)).toMatchObject({
      status: 'failed',
      failure: expect.stringContaining('turned billing write off'),
    });
    expect(await paidMinor(invoice.id)).toBe(before);
    await turnBillingWrite(true);
    expect(await sync(documentId)).toMatchObject({ status: 'imported', matchedRows: 1 });
  });

  it('of an import under way, which is taken back', async () => {
    const { invoice, importId } = await anImport();
    const before = await paidMinor(invoice.id);
    const holder = await database.owner.connect();
    try {
      await holder.query('begin');
      await holder.query('select from invoice where id = $1 for update', [invoice.id]);
      const outcome = work(importId).catch((error: Error) => error.message);
      await vi.waitFor(async () => {
        const { rows } = await database.owner.query(
          "select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
        );
        expect(rows.length).toBe(1);
      });
      await turnBillingWrite(false);
      await holder.query('commit');
      expect(await outcome).toMatch('turned off meanwhile');
    } finally {
      holder.release();
    }
    expect(await paidMinor(invoice.id)).toBe(before);
    expect(await found(importId)).toMatchObject({ status: 'queued' });
  });

  it('of an import that ends while the switch is being turned, which is tried again later', async () => {
    const { invoice, importId } = await anImport();
    const before = await paidMinor(invoice.id);
    await transaction(database.control, async (db) => {
      await sql`select let_writes_finish(${organizationId})`.execute(db);
      await expect(work(importId)).rejects.toMatchObject({ code: 'switch_turning' });
    });
    expect(await paidMinor(invoice.id)).toBe(before);
  });
});
