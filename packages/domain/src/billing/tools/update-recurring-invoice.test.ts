import { fixedId } from '@countersign/runtime/ids';
import { useDemoCaller } from '@countersign/testing/demo-caller';
import { expect, it } from 'vitest';
import type { RecurringInvoice } from '../recurring/recurring-schemas.ts';
import { createRecurringInvoice } from './create-recurring-invoice.ts';
import { updateRecurringInvoice } from './update-recurring-invoice.ts';

const { callAs } = useDemoCaller();

const finn = { person: 'finn', organization: 'acme' };
const create = () =>
  callAs<RecurringInvoice>(finn, createRecurringInvoice, {
    customerId: fixedId('customer', 'acme', 0),
    lines: [{ description: 'Hosting', unitPriceMinor: 10_000, vatBasisPoints: 2550 }],
  });
const update = ({ id }: RecurringInvoice, input: object) =>
  callAs<RecurringInvoice>(finn, updateRecurringInvoice, { recurringInvoiceId: id, ...input });

it('changes what is named and leaves the rest, the day of the next draft too', async () => {
  const before = await create();
  const after = await update(before, { name: 'Hosting and care', note: 'As agreed' });
  expect(after).toEqual({
    ...before,
    name: 'Hosting and care',
    note: 'As agreed',
    version: 2,
    updatedAt: after.updatedAt,
  });
  await expect(update(before, { name: 'Late', expectedVersion: 1 })).rejects.toMatchObject({
    code: 'conflict',
    details: { currentVersion: 2 },
  });
});

it('replaces the lines with their totals', async () => {
  const lines = [
    { description: 'Hosting', unitPriceMinor: 20_000, vatBasisPoints: 2550 },
    { description: 'Discount', unitPriceMinor: -1000, vatBasisPoints: 2550 },
  ];
  const after = await update(await create(), { lines });
  expect(after).toMatchObject({ netMinor: 19_000, vatMinor: 4845, totalMinor: 23_845 });
  expect(after.lines.map(({ position, description }) => [position, description])).toEqual([
    [1, 'Hosting'],
    [2, 'Discount'],
  ]);
});

it('gives another rule another next day, and pauses', async () => {
  const before = await create();
  const yearly = await update(before, { recurrence: 'FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=2' });
  expect(yearly.nextOn).toMatch(/-01-02$/);
  expect(await update(before, { paused: true })).toMatchObject({ paused: true, nextOn: yearly.nextOn });
});
