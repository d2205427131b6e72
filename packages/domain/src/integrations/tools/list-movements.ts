import { defineTool } from '@countersign/contracts/define-tool';
import { pageInput, pageOutput } from '@countersign/contracts/pagination';
import { whoeverIsPermitted } from '@countersign/contracts/policy';
import { z } from 'zod';
import { Day } from '../../day.ts';
import { companyProfile } from '../../directory/index.ts';
import { Line, SearchText } from '../../text.ts';
import { closingBalances, listMovements as list, openMovements } from '../reconcile/movement-store.ts';
import { MOVEMENT_STATES, MovementRecord } from '../schemas.ts';

export const listMovements = defineTool({
  name: 'list_movements',
  title: 'List movements',
  summary:
    'Movements of the bank accounts with their state, what they settled, what is open of them and what they may belong to; and the bank’s balance beside the books’.',
  module: 'integrations',
  effect: 'read',
  input: z.strictObject({
    state: z.array(z.enum(MOVEMENT_STATES)).min(1).max(5).optional().describe('open: somebody has to look at it.'),
    direction: z.enum(['in', 'out']).optional(),
    amountMinor: z
      .int()
      .min(1)
      .optional()
      .describe('Movements, or parts of them, of exactly this amount, whatever their sign.'),
    text: SearchText.optional().describe('Part of the counterparty, message or a reference, in any case.'),
    account: Line(40).optional().describe('The IBAN.'),
    importId: z.uuid().optional().describe('From list_imports.'),
    from: Day.optional(),
    to: Day.optional(),
    ...pageInput,
  }),
  output: pageOutput(MovementRecord).extend({
    open: z
      .array(z.object({ currency: z.string(), count: z.int(), openInMinor: z.int(), openOutMinor: z.int() }))
      .describe('Everything open, whatever was asked for.'),
    balances: z
      .array(
        z.object({
          account: z.string().nullable(),
          on: z.iso.date(),
          statementMinor: z.int().describe('What the bank says.'),
          ledgerMinor: z.int().describe('What the account bank of the books came to that day, of all accounts.'),
          currency: z.string(),
        }),
      )
      .describe('At the end of the newest statement of each account that told a balance.'),
  }),
  examples: [{}, { state: ['open'], direction: 'in' }, { amountMinor: 18_600 }],
})
  .allow(whoeverIsPermitted)
  .handle(async (ctx, filter, tx) => {
    const { baseCurrency } = await companyProfile(ctx, tx);
    const balances = await closingBalances(tx, baseCurrency);
    return {
      ...(await list(tx, filter)),
      open: await openMovements(tx),
      balances: balances.map((balance) => ({ ...balance, currency: baseCurrency })),
    };
  });
