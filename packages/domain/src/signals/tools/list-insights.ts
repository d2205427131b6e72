import { defineTool } from '@countersign/contracts/define-tool';
import { pageInput, pageOutput } from '@countersign/contracts/pagination';
import { whoeverIsPermitted } from '@countersign/contracts/policy';
import { z } from 'zod';
import * as store from '../insight-store.ts';
import { readableFigures } from '../rules.ts';
import { Insight } from '../schemas.ts';

export const listInsights = defineTool({
  name: 'list_insights',
  title: 'List insights',
  summary: 'What each week was like in figures, newest first, beside the week before. Of the whole organization.',
  module: 'signals',
  effect: 'read',
  input: z.strictObject({ ...pageInput }),
  output: pageOutput(Insight),
  examples: [{}, { limit: 4 }],
})
  .allow(whoeverIsPermitted)
  .handle(async (ctx, page, tx) => {
    // A narrowed connection is told of its team, and these figures are of all of them.
    if (ctx.team) return { items: [], nextCursor: null };
    const { items, nextCursor } = await store.listInsights(tx, page);
    return { items: items.map((item) => ({ ...item, figures: readableFigures(ctx, item.figures) })), nextCursor };
  });
