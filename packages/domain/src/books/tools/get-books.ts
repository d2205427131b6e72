import { defineTool } from '@countersign/contracts/define-tool';
import { pageInput, pageOutput } from '@countersign/contracts/pagination';
import { whoeverIsPermitted } from '@countersign/contracts/policy';
import { z } from 'zod';
import { DateRange, daysAsked } from '../../date-range.ts';
import { Day } from '../../day.ts';
import { companyProfile, organizationToday } from '../../directory/index.ts';
import { listLedgerRows, requireBooked } from '../ledger-store.ts';
import { Account, LedgerRow, SourceKind } from '../schemas.ts';

export const getBooks = defineTool({
  name: 'get_books',
  title: 'Get books',
  summary:
    'Rows of the general ledger, oldest first, by dates, account or source. Use it to see how a document was booked or what moved an account.',
  module: 'books',
  effect: 'read',
  input: z.strictObject({
    range: DateRange.optional(),
    from: Day.optional(),
    to: Day.optional(),
    account: Account.optional(),
    sourceKind: SourceKind.optional(),
    sourceId: z
      .uuid()
      .optional()
      .describe('From list_invoices, list_expenses and the like: what was booked of this record.'),
    ...pageInput,
  }),
  output: pageOutput(LedgerRow).extend({
    team: z.string().nullable().describe('Set when these are this team’s part of the books only.'),
  }),
  examples: [
    { range: 'this_month' },
    { account: 'receivables', range: 'last_quarter', limit: 10 },
    { sourceId: '$sourceId' },
  ],
})
  .allow(whoeverIsPermitted)
  .handle(async (ctx, { range, from, to, ...filter }, tx) => {
    const bounds = daysAsked({ range, from, to }, await organizationToday(ctx, tx));
    if (filter.sourceId) await requireBooked(tx, filter.sourceId);
    const { baseCurrency: currency } = await companyProfile(ctx, tx);
    return { team: ctx.team?.name ?? null, ...(await listLedgerRows(tx, { ...filter, ...bounds, currency })) };
  });
