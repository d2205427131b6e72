import { defineTool } from '@countersign/contracts/define-tool';
import { pageInput, pageOutput } from '@countersign/contracts/pagination';
import { whoeverIsPermitted } from '@countersign/contracts/policy';
import { z } from 'zod';
import { DateRange, daysOf } from '../../date-range.ts';
import { companyProfile, organizationToday } from '../../directory/index.ts';
import { listLedgerRows, sumsByAccount } from '../ledger-store.ts';
import { days, LedgerRow, scope } from '../schemas.ts';
import { amountOf, LINE_KEYS, lineOf } from '../statements.ts';

export const drillStatementLine = defineTool({
  name: 'drill_statement_line',
  title: 'Drill into a statement line',
  summary: 'The ledger rows behind one line of the financial statements, oldest first, and what they come to.',
  module: 'books',
  effect: 'read',
  input: z.strictObject({
    key: z
      .enum(LINE_KEYS as [string, ...string[]])
      .default('income')
      .describe('The key of a line or section, from get_financial_statements.'),
    range: DateRange.default('this_year').describe('The range the statements were asked for. By default this_year.'),
    ...pageInput,
  }),
  output: pageOutput(LedgerRow).extend({ ...scope, ...days, key: z.string(), name: z.string(), amountMinor: z.int() }),
  examples: [{ key: 'assets.receivables', range: 'this_quarter', limit: 10 }, { key: 'costs' }],
})
  .allow(whoeverIsPermitted)
  .handle(async (ctx, { key, range, limit, cursor }, tx) => {
    const bounds = daysOf(range, await organizationToday(ctx, tx));
    const { baseCurrency: currency } = await companyProfile(ctx, tx);
    const { name, selections } = lineOf(key) ?? { name: '', selections: [] };
    const sums = await sumsByAccount(tx, currency, bounds);
    const page = await listLedgerRows(tx, { currency, behind: { selections, days: bounds }, limit, cursor });
    const amountMinor = selections.reduce((total, selection) => total + amountOf(selection, sums), 0);
    return { team: ctx.team?.name ?? null, currency, ...bounds, key, name, amountMinor, ...page };
  });
