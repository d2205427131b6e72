import { useDemoCaller } from '@countersign/testing/demo-caller';
import { expect, it } from 'vitest';
import type { LedgerRow } from '../schemas.ts';
import { LINE_KEYS, type StatementSection } from '../statements.ts';
import { drillStatementLine } from './drill-statement-line.ts';
import { getFinancialStatements } from './get-financial-statements.ts';

const { callAs } = useDemoCaller();

const finn = { person: 'finn', organization: 'acme' };
const range = 'last_quarter';
interface Drilled {
  key: string;
  name: string;
  amountMinor: number;
  items: LedgerRow[];
  nextCursor: string | null;
}

async function drill(key: string): Promise<Drilled> {
  const first = await callAs<Drilled>(finn, drillStatementLine, { key, range, limit: 200 });
  const items = [...first.items];
  for (let cursor = first.nextCursor; cursor; ) {
    const page: Drilled = await callAs(finn, drillStatementLine, { key, range, limit: 200, cursor });
    items.push(...page.items);
    cursor = page.nextCursor;
  }
  return { ...first, items };
}

it('shows of every line and section the rows that it is the sum of', async () => {
  const statements = await callAs<Record<string, StatementSection[]>>(finn, getFinancialStatements, { range });
  const lines = [
    ...(statements['incomeStatement'] ?? []),
    ...(statements['balanceSheet'] ?? []),
    ...(statements['cashFlow'] ?? []),
  ].flatMap((section) => [section, ...section.lines]);
  expect(lines.map(({ key }) => key)).toEqual(LINE_KEYS);
  for (const { key, name, amountMinor } of lines) {
    const drilled = await drill(key);
    const debits = drilled.items.reduce((total, row) => total + row.debitMinor - row.creditMinor, 0);
    expect(drilled).toMatchObject({ key, name, amountMinor });
    // Which side counts up differs by line.
    expect([key, Math.abs(debits)]).toEqual([key, Math.abs(amountMinor)]);
  }
});

it('refuses a key that no statement has', async () => {
  await expect(callAs(finn, drillStatementLine, { key: 'assets.gold', range })).rejects.toMatchObject({
    code: 'invalid_input',
    details: { fields: [{ path: 'key' }] },
  });
});
