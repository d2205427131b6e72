import { Person } from '@countersign/testing/person';
import { expect, it } from 'vitest';
import { connect } from '../mcp-client.ts';
import { useHouse } from '../use-house.ts';

const house = useHouse();

interface Vat {
  readonly total: { readonly payableMinor: number; readonly purchases: { vatBasisPoints: number; vatMinor: number }[] };
}
interface Row {
  readonly account: string;
  readonly debitMinor: number;
  readonly creditMinor: number;
}

it('an expense goes from a receipt to the VAT view, the ledger and the cash flow', async () => {
  const client = await connect('SDK v2, 2026-07-28', `${house.urls.mcp}/mcp`, new Person('finn'), {
    organization: 'Initech',
    write: true,
    billing: true,
  });
  const vat = async () => (await client.answer<Vat>('get_vat', { range: 'this_month' })).total;
  const deductible = ({ purchases }: Vat['total']) =>
    purchases.find(({ vatBasisPoints }) => vatBasisPoints === 2550)?.vatMinor ?? 0;
  const bank = async () => {
    const drilled = await client.answer<{ amountMinor: number }>('drill_statement_line', {
      key: 'operating.suppliers',
    });
    return drilled.amountMinor;
  };
  const [before, paidBefore] = [await vat(), await bank()];

  const draft = await client.answer<{ id: string; status: string; vatMinor: number }>('create_expense', {
    supplier: 'Print House',
    category: 'marketing',
    amounts: [{ grossMinor: 62_750, vatBasisPoints: 2550 }],
  });
  expect(draft).toMatchObject({ status: 'draft', vatMinor: 12_750 });
  expect(await vat()).toEqual(before);

  await client.answer('update_expense', { expenseId: draft.id, book: true });
  const booked = await vat();
  expect(deductible(booked)).toBe(deductible(before) + 12_750);
  expect(booked.payableMinor).toBe(before.payableMinor - 12_750);

  const tooLate = await client.call('update_expense', { expenseId: draft.id, supplier: 'Another' });
  expect(tooLate).toMatchObject({ isError: true });
  expect(tooLate.content[0]?.text).toMatch(/^conflict: /);

  await client.answer('mark_expense_paid', { expenseId: draft.id });
  const { items } = await client.answer<{ items: Row[] }>('get_books', { sourceId: draft.id });
  expect(items.map((row) => `${row.account} ${row.debitMinor} ${row.creditMinor}`).toSorted()).toEqual([
    'bank 0 62750',
    'expenses_marketing 50000 0',
    'payables 0 62750',
    'payables 62750 0',
    'vat_receivable 12750 0',
  ]);
  expect(await bank()).toBe(paidBefore - 62_750);
  await client.close();
});

it('a member may list expenses, and is told why the books stay closed', async () => {
  const client = await connect('SDK v1', `${house.urls.mcp}/mcp`, new Person('ada'), { organization: 'Globex' });
  expect((await client.answer<{ items: unknown[] }>('list_expenses', { limit: 1 })).items).toHaveLength(1);
  for (const tool of ['get_vat', 'get_books', 'get_financial_statements', 'get_filings']) {
    const refused = await client.call(tool);
    expect(refused).toMatchObject({ isError: true });
    expect(refused.content[0]?.text).toMatch(/^role_forbids: /);
  }
  await client.close();
});
