import type { Tool } from '@countersign/contracts/define-tool';
import { inOrg, queries } from '@countersign/db/tenancy/in-org';
import { fixedId } from '@countersign/runtime/ids';
import { createToolCaller } from '@countersign/testing/tool-caller';
import { useTestDatabase } from '@countersign/testing/use-test-database';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { EXPENSE_STATUSES } from '../src/billing/expenses/expense-rules.ts';
import { INVOICE_STATUSES, QUOTE_STATUSES } from '../src/billing/rules.ts';
import { listExpenses } from '../src/billing/tools/list-expenses.ts';
import { listInvoices } from '../src/billing/tools/list-invoices.ts';
import { listQuotes } from '../src/billing/tools/list-quotes.ts';

const database = useTestDatabase('demo');

describe.each(['acme', 'globex', 'initech'])('the demo data of %s', (slug) => {
  it.each([
    ['project', 20],
    ['project_phase', 60],
    ['task', 150],
    ['event', 40],
    ['shift', 30],
    ['customer', 30],
    ['contact', 60],
    ['invoice', 100],
    ['quote', 15],
    ['time_entry', 400],
    ['payment', 60],
    ['expense', 60],
    ['recurring_invoice', 3],
    ['document', 5],
    ['credit_note', 5],
    ['refund', 1],
    ['journal_entry', 200],
    ['budget', 15],
    ['bookkeeper_message', 5],
    ['signal_issue', 5],
    ['signal_insight', 8],
  ])('has enough of every %s to be worth reading', async (table, least) => {
    const scope = { organizationId: fixedId('organization', slug), teamId: null };
    const { rows } = await inOrg(database.tools, scope, (tx) =>
      sql<{ count: number }>`select count(*) as count from ${sql.table(table)}`.execute(queries(tx)),
    );
    expect(rows[0]?.count).toBeGreaterThanOrEqual(least);
  });

  it('has invoices, quotes and expenses in every state, and a year of ledger', async () => {
    const { callAs } = createToolCaller(database);
    const caller = { person: slug === 'globex' ? 'dana' : 'finn', organization: slug };
    const some = async (tool: Tool, filter: object) =>
      (await callAs<{ items: unknown[] }>(caller, tool, { ...filter, limit: 1 })).items.length;
    for (const status of INVOICE_STATUSES)
      expect([status, await some(listInvoices, { status: [status] })]).toEqual([status, 1]);
    for (const filter of [{ overdue: true }, { toRefund: true }]) expect(await some(listInvoices, filter)).toBe(1);
    for (const status of QUOTE_STATUSES)
      expect([status, await some(listQuotes, { status: [status] })]).toEqual([status, 1]);
    for (const status of EXPENSE_STATUSES)
      expect([status, await some(listExpenses, { status: [status] })]).toEqual([status, 1]);
    const { rows } = await database.owner.query<{ months: number }>(
      "select count(distinct date_trunc('month', booked_on))::int as months from journal_entry where organization_id = $1",
      [fixedId('organization', slug)],
    );
    expect(rows[0]?.months).toBeGreaterThanOrEqual(12);
  });
});
