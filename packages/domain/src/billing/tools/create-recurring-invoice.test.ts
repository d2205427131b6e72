import { fixedId } from '@countersign/runtime/ids';
import { useDemoCaller } from '@countersign/testing/demo-caller';
import { expect, it } from 'vitest';
import { archiveCustomer } from '../../directory/tools/archive-customer.ts';
import type { RecurringInvoice } from '../recurring/recurring-schemas.ts';
import { createRecurringInvoice } from './create-recurring-invoice.ts';

const { callAs } = useDemoCaller();

const finn = { person: 'finn', organization: 'acme' };
const customerId = fixedId('customer', 'acme', 0);
const lines = [{ description: 'Hosting', unitPriceMinor: 10_000, vatBasisPoints: 2550 }];
const create = (input: object = {}) =>
  callAs<RecurringInvoice>(finn, createRecurringInvoice, { customerId, lines, ...input });

it('needs a customer and lines: the first of each month, named after the first line, on the customer’s terms', async () => {
  const series = await create();
  expect(series).toMatchObject({
    name: 'Hosting',
    recurrence: 'FREQ=MONTHLY;BYMONTHDAY=1',
    paused: false,
    draftCount: 0,
    lastDraftedOn: null,
    currency: 'EUR',
    netMinor: 10_000,
    vatMinor: 2550,
    totalMinor: 12_550,
    paymentTermDays: null,
  });
  expect(series.nextOn).toMatch(/^\d{4}-\d{2}-01$/);
});

it('counts from its start, and never makes up for days before today', async () => {
  const series = await create({ recurrence: 'rrule:freq=yearly', startsOn: '2000-02-29' });
  expect(series).toMatchObject({ recurrence: 'FREQ=YEARLY', startsOn: '2000-02-29' });
  expect(series.nextOn && series.nextOn > new Date().toISOString().slice(0, 10)).toBe(true);
});

it('refuses a rule that cannot be read or has no day ahead, and an archived customer', async () => {
  for (const recurrence of ['every month', 'FREQ=HOURLY', 'FREQ=MONTHLY;UNTIL=20200101']) {
    await expect(create({ recurrence })).rejects.toMatchObject({
      code: 'invalid_input',
      details: { fields: [{ path: 'recurrence' }] },
    });
  }
  await expect(create({ lines: [] })).rejects.toMatchObject({ code: 'invalid_input' });
  const archived = fixedId('customer', 'acme', 1);
  await callAs(finn, archiveCustomer, { customerId: archived });
  await expect(create({ customerId: archived })).rejects.toMatchObject({ code: 'conflict' });
});
