import { useDemoCaller } from '@countersign/testing/demo-caller';
import { expect, it } from 'vitest';
import { getOverview } from '../../account/tools/get-overview.ts';
import type { Aging, CustomerAging } from '../schemas.ts';
import { getReceivablesAging } from './get-receivables-aging.ts';

const { callAs } = useDemoCaller();

interface Answer {
  team: string | null;
  totals: Aging[];
  customers: CustomerAging[];
}
const finn = { person: 'finn', organization: 'acme' };
const design = { ...finn, person: 'ada', team: 'Design' };
const AGES = ['notDueMinor', 'days1To30Minor', 'days31To60Minor', 'days61To90Minor', 'daysOver90Minor'] as const;
const sumOf = (aging: Aging) => AGES.reduce((sum, age) => sum + aging[age], 0);

it.each([finn, design])('agrees with get_overview and with itself, to the cent: %o', async (caller) => {
  const { totals, customers } = await callAs<Answer>(caller, getReceivablesAging, { customersMax: 200 });
  const { billing } = await callAs<{
    billing: { receivables: { currency: string; openMinor: number; overdueMinor: number }[] };
  }>(caller, getOverview, {});
  expect(totals.length).toBeGreaterThan(0);
  for (const total of totals) {
    const shown = billing.receivables.find(({ currency }) => currency === total.currency);
    expect(total.openMinor).toBe(shown?.openMinor);
    expect(total.openMinor - total.notDueMinor).toBe(shown?.overdueMinor);
    expect(sumOf(total)).toBe(total.openMinor);
    const ofCurrency = customers.filter(({ currency }) => currency === total.currency);
    expect(ofCurrency.reduce((sum, { openMinor }) => sum + openMinor, 0)).toBe(total.openMinor);
    expect(ofCurrency.reduce((sum, { invoices }) => sum + invoices, 0)).toBe(total.invoices);
  }
  for (const customer of customers) expect(sumOf(customer)).toBe(customer.openMinor);
  expect(customers.map(({ openMinor }) => openMinor)).toEqual(
    customers.map(({ openMinor }) => openMinor).toSorted((one, other) => other - one),
  );
});

it('names as many customers as asked, and totals all', async () => {
  const [few, all] = [
    await callAs<Answer>(finn, getReceivablesAging, { customersMax: 2 }),
    await callAs<Answer>(finn, getReceivablesAging, {}),
  ];
  expect(few.customers).toEqual(all.customers.slice(0, 2));
  expect(few.totals).toEqual(all.totals);
});
