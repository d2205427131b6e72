import { useDemoCaller } from '@countersign/testing/demo-caller';
import { demoToday } from '@countersign/testing/demo-today';
import { expect, it } from 'vitest';
import type { Filing } from '../schemas.ts';
import type { VatFigures } from '../vat.ts';
import { getFilings } from './get-filings.ts';
import { getVat } from './get-vat.ts';

const { callAs } = useDemoCaller();

const finn = { person: 'finn', organization: 'acme' };
const today = demoToday();

it('shows each VAT period with what get_vat says is payable, when it is due and how far it is', async () => {
  const { filings } = await callAs<{ filings: Filing[] }>(finn, getFilings, {});
  const { periods } = await callAs<{ periods: ({ period: string } & VatFigures)[] }>(finn, getVat, {});
  expect(filings.map(({ period, payableMinor }) => [period, payableMinor])).toEqual(
    periods.map(({ period, payableMinor }) => [period, payableMinor]),
  );
  expect(filings).toHaveLength(12);
  for (const { to, dueOn, state, overdue, authorizedAt } of filings) {
    expect(dueOn > to).toBe(true);
    expect(state === 'running').toBe(to >= today);
    expect(overdue).toBe(dueOn < today && authorizedAt === null);
  }
});
