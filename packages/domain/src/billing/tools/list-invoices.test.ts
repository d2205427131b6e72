import { inOrg, queries } from '@countersign/db/tenancy/in-org';
import { fixedId } from '@countersign/runtime/ids';
import { useDemoCaller } from '@countersign/testing/demo-caller';
import type { CallAs } from '@countersign/testing/tool-caller';
import { expect, it } from 'vitest';
import { INVOICE_STATUSES } from '../rules.ts';
import type { Invoice } from '../schemas.ts';
import { listInvoices } from './list-invoices.ts';

const { callAs, database } = useDemoCaller();

interface Page {
  items: Invoice[];
  nextCursor: string | null;
}
const ada = { person: 'ada', organization: 'acme' };

async function everyInvoice(caller: Parameters<CallAs>[0], filter: object = {}): Promise<Invoice[]> {
  const items: Invoice[] = [];
  let cursor: string | null = null;
  do {
    const page: Page = await callAs(caller, listInvoices, { ...filter, limit: 50, ...(cursor ? { cursor } : {}) });
    items.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor);
  return items;
}

it('shows every invoice once, newest first, over pages', async () => {
  const all = await everyInvoice(ada);
  expect(all.length).toBeGreaterThanOrEqual(100);
  expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
  expect(all.map(({ createdAt }) => createdAt)).toEqual(
    all
      .map(({ createdAt }) => createdAt)
      .sort()
      .reverse(),
  );
});

it.each(['acme', 'globex', 'initech'])(
  'has demo invoices of %s in every state, numbered without a gap in one series with the credit notes',
  async (organization) => {
    const all = await everyInvoice({ person: 'ada', organization });
    for (const status of INVOICE_STATUSES) {
      expect(all.filter((invoice) => invoice.status === status).length).toBeGreaterThan(3);
    }
    expect(all.filter(({ overdue }) => overdue).length).toBeGreaterThan(3);
    const scope = { organizationId: fixedId('organization', organization), teamId: null };
    const notes = await inOrg(database.tools, scope, (tx) =>
      queries(tx).selectFrom('creditNote').select('number').execute(),
    );
    const numbers = [...all, ...notes].flatMap(({ number }) => number ?? []).sort((a, b) => a - b);
    expect(notes.length).toBeGreaterThan(3);
    expect(numbers).toEqual(Array.from({ length: numbers.length }, (_, index) => index + 1));
  },
);

it.each(INVOICE_STATUSES)('chooses by status %s as each invoice tells its own', async (status) => {
  const [all, chosen] = [await everyInvoice(ada), await everyInvoice(ada, { status: [status] })];
  expect(chosen).toEqual(all.filter((invoice) => invoice.status === status));
});

it('chooses the overdue ones, and the others', async () => {
  const all = await everyInvoice(ada);
  expect(await everyInvoice(ada, { overdue: true })).toEqual(all.filter(({ overdue }) => overdue));
  expect(await everyInvoice(ada, { overdue: false })).toEqual(all.filter(({ overdue }) => !overdue));
});

it('chooses by customer, number and dates', async () => {
  const all = await everyInvoice(ada);
  const some = all.find(({ status }) => status === 'paid');
  expect(await everyInvoice(ada, { customerId: some?.customerId })).toEqual(
    all.filter(({ customerId }) => customerId === some?.customerId),
  );
  expect((await everyInvoice(ada, { text: String(some?.number) })).map(({ id }) => id)).toContain(some?.id);
  const day = some?.issuedOn ?? '';
  expect(await everyInvoice(ada, { issuedFrom: day, issuedTo: day })).toEqual(
    all.filter(({ issuedOn }) => issuedOn === day),
  );
  expect(await everyInvoice(ada, { issuedRange: day.slice(0, 7) })).toEqual(
    all.filter(({ issuedOn }) => issuedOn?.startsWith(day.slice(0, 7))),
  );
});

it('shows a connection narrowed to a team only that team’s invoices', async () => {
  const design = { ...ada, team: 'Design' };
  const mine = await everyInvoice(design);
  const all = await everyInvoice(ada);
  const [teamId] = mine.map((invoice) => invoice.teamId);
  expect(mine.length).toBeGreaterThan(0);
  expect(mine).toEqual(all.filter((invoice) => invoice.teamId === teamId));
  const other = all.find((invoice) => invoice.teamId !== null && invoice.teamId !== teamId);
  await expect(callAs(design, listInvoices, { teamId: other?.teamId })).rejects.toMatchObject({ code: 'not_found' });
});

it('refuses an unknown filter by name', async () => {
  await expect(callAs(ada, listInvoices, { state: 'draft' })).rejects.toMatchObject({
    code: 'invalid_input',
    details: { fields: [{ path: 'state', problem: 'is not a known property' }] },
  });
});
