import { fixedId } from '@countersign/runtime/ids';
import { useDemoCaller } from '@countersign/testing/demo-caller';
import type { CallAs } from '@countersign/testing/tool-caller';
import { expect, it } from 'vitest';
import type { RecurringInvoice } from '../recurring/recurring-schemas.ts';
import { totalsOf } from '../rules.ts';
import { listRecurringInvoices } from './list-recurring-invoices.ts';

const { callAs } = useDemoCaller();

const finn = { person: 'finn', organization: 'acme' };
const series = async (caller: Parameters<CallAs>[0], filter: object = {}) =>
  (await callAs<{ items: RecurringInvoice[] }>(caller, listRecurringInvoices, { limit: 200, ...filter })).items;

it('shows what is billed again and again, by name, with its lines, totals and last draft', async () => {
  const all = await series(finn);
  expect(all.length).toBeGreaterThanOrEqual(6);
  expect(all.map(({ name }) => name)).toEqual(all.map(({ name }) => name).toSorted());
  for (const { lines, netMinor, totalMinor } of all) expect(totalsOf(lines)).toMatchObject({ netMinor, totalMinor });
  expect(all.some(({ paused }) => paused)).toBe(true);
  expect(all.some(({ lastDraftedOn, lastInvoiceId }) => lastDraftedOn !== null && lastInvoiceId !== null)).toBe(true);
});

it('chooses as each tells of itself, and by team', async () => {
  const all = await series(finn);
  const [some] = all;
  expect(await series(finn, { paused: true })).toEqual(all.filter(({ paused }) => paused));
  expect(await series(finn, { customerId: some?.customerId })).toEqual(
    all.filter(({ customerId }) => customerId === some?.customerId),
  );
  const design = fixedId('team', 'acme', 'Design');
  expect(await series({ ...finn, person: 'ada', team: 'Design' })).toEqual(
    all.filter(({ teamId }) => teamId === design),
  );
});
