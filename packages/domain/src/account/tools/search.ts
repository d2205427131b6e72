import { defineTool } from '@countersign/contracts/define-tool';
import { whoeverIsPermitted } from '@countersign/contracts/policy';
import { z } from 'zod';
import { Line } from '../../text.ts';
import { findRecords } from '../records.ts';

const RESULTS_MAX = 30;

/** The shape in which ChatGPT's connectors search; `fetch` takes the ids. */
export const search = defineTool({
  name: 'search',
  title: 'Search',
  summary:
    'Find projects, tasks, customers, invoices and documents by their words, the text inside documents too. fetch reads what was found.',
  module: 'account',
  effect: 'read',
  input: z.strictObject({
    query: Line(500).describe(
      'Words, or beginnings of words from three letters on, that must all occur. Case and accents do not matter.',
    ),
  }),
  output: z.object({
    results: z.array(z.object({ id: z.string(), title: z.string(), url: z.string() })),
  }),
  examples: [{ query: 'office lease' }],
})
  .allow(whoeverIsPermitted)
  .handle(async (ctx, { query }, tx) => {
    const found = await findRecords(ctx, tx, query, RESULTS_MAX);
    return {
      results: found.map(({ kind, id, title }) => ({
        id: `${kind}:${id}`,
        title,
        url: `${ctx.links.records}/${kind}/${id}`,
      })),
    };
  });
