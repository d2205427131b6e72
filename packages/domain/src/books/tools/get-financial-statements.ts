import { defineTool } from '@countersign/contracts/define-tool';
import { whoeverIsPermitted } from '@countersign/contracts/policy';
import { z } from 'zod';
import { DateRange, daysOf } from '../../date-range.ts';
import { companyProfile, organizationToday } from '../../directory/index.ts';
import { sumsByAccount } from '../ledger-store.ts';
import { Statements } from '../schemas.ts';
import { STATEMENTS, statementOf } from '../statements.ts';

export const getFinancialStatements = defineTool({
  name: 'get_financial_statements',
  title: 'Get financial statements',
  summary:
    'Income statement, balance sheet and cash flow of a range, from the ledger. Use it to explain a quarter; drill_statement_line shows the rows.',
  module: 'books',
  effect: 'read',
  input: z.strictObject({ range: DateRange.default('this_year').describe('By default this_year; may be any range.') }),
  output: Statements,
  examples: [{ range: 'last_quarter' }, {}],
})
  .allow(whoeverIsPermitted)
  .handle(async (ctx, { range }, tx) => {
    const days = daysOf(range, await organizationToday(ctx, tx));
    const { baseCurrency: currency } = await companyProfile(ctx, tx);
    const sums = await sumsByAccount(tx, currency, days);
    return {
      team: ctx.team?.name ?? null,
      currency,
      ...days,
      incomeStatement: statementOf(STATEMENTS.incomeStatement, sums),
      balanceSheet: statementOf(STATEMENTS.balanceSheet, sums),
      cashFlow: statementOf(STATEMENTS.cashFlow, sums),
    };
  });
