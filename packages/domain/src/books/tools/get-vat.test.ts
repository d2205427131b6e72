import { withQueries } from '@countersign/db/connections/transaction';
import { fixedId } from '@countersign/runtime/ids';
import { useDemoCaller } from '@countersign/testing/demo-caller';
import { sql } from 'kysely';
import { expect, it } from 'vitest';
import type { VatFigures } from '../vat.ts';
import { getVat } from './get-vat.ts';

const { callAs, database } = useDemoCaller();

interface Vat {
  team: string | null;
  cadence: string;
  periods: ({ period: string; from: string; to: string; dueOn: string } & VatFigures)[];
  total: VatFigures;
}
const finn = { person: 'finn', organization: 'acme' };
const vat = (organization: string, range: string) =>
  callAs<Vat>({ person: organization === 'globex' ? 'dana' : 'finn', organization }, getVat, { range });

it('shows the periods by which the company reports, whole, with the day each is due', async () => {
  const monthly = await vat('acme', '2026-Q1');
  expect(monthly).toMatchObject({ team: null, cadence: 'monthly' });
  expect(monthly.periods.map(({ period, dueOn }) => [period, dueOn])).toEqual([
    ['2026-01', '2026-03-12'],
    ['2026-02', '2026-04-13'],
    ['2026-03', '2026-05-12'],
  ]);
  const quarterly = await vat('globex', '2026-02');
  expect(quarterly.periods.map(({ period, from, to }) => [period, from, to])).toEqual([
    ['2026-Q1', '2026-01-01', '2026-03-31'],
  ]);
});

it('adds up: each rate to its period, the periods to their total', async () => {
  const { periods, total } = await vat('acme', 'this_year');
  const sum = (amounts: number[]) => amounts.reduce((all, amount) => all + amount, 0);
  for (const { sales, purchases, salesVatMinor, purchaseVatMinor, payableMinor } of periods) {
    expect(sum(sales.map(({ vatMinor }) => vatMinor))).toBe(salesVatMinor);
    expect(sum(purchases.map(({ vatMinor }) => vatMinor))).toBe(purchaseVatMinor);
    expect(payableMinor).toBe(salesVatMinor - purchaseVatMinor);
  }
  expect(sum(periods.map(({ payableMinor }) => payableMinor))).toBe(total.payableMinor);
  expect(total.salesVatMinor).toBeGreaterThan(0);
});

it('has the sales and VAT of exactly the invoices issued in the period, less its credit notes', async () => {
  const { total } = await vat('acme', 'this_year');
  const { rows } = await withQueries(database.owner, (db) =>
    sql<{ net: number; vat: number }>`select sum(net_minor)::bigint as net, sum(vat_minor)::bigint as vat from (
        select organization_id, issued_on, net_minor, vat_minor from invoice where number is not null
        union all select organization_id, issued_on, -net_minor, -vat_minor from credit_note) as document
      where organization_id = ${fixedId('organization', 'acme')}
        and date_trunc('year', issued_on) = date_trunc('year', now())`.execute(db),
  );
  expect(total.salesVatMinor).toBe(rows[0]?.vat);
  expect(total.sales.reduce((all, { netMinor }) => all + netMinor, 0)).toBe(rows[0]?.net);
});

it('tells a narrowed connection whose part it is', async () => {
  const part = await callAs<Vat>({ ...finn, person: 'ada', team: 'Design' }, getVat, {});
  expect(part.team).toBe('Design');
  expect(part.total.salesVatMinor).toBeLessThan((await vat('acme', 'this_year')).total.salesVatMinor);
});
