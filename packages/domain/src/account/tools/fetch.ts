import { defineTool } from '@countersign/contracts/define-tool';
import { whoeverIsPermitted } from '@countersign/contracts/policy';
import { z } from 'zod';
import { readRecord } from '../records.ts';

/** The shape in which ChatGPT's connectors read what `search` found. */
export const fetchRecord = defineTool({
  name: 'fetch',
  title: 'Fetch',
  summary: 'Read one record that search found: its text, its facts and the page where people see it.',
  module: 'account',
  effect: 'read',
  input: z.strictObject({ id: z.string().min(1).max(100).describe('From search.') }),
  output: z.object({
    id: z.string(),
    title: z.string(),
    text: z.string(),
    url: z.string(),
    metadata: z.record(z.string(), z.string()),
  }),
  examples: [{ id: 'document:$documentId' }, { id: 'project:$projectId' }],
})
  .allow(whoeverIsPermitted)
  .handle(async (ctx, { id }, tx) => {
    const [kind = '', recordId = '', ...rest] = id.split(':');
    const { title, text, facts, belongsTo } = await readRecord(ctx, tx, kind, rest.length > 0 ? '' : recordId);
    const places = Object.fromEntries(belongsTo.map((record) => [record.kind, record.title]));
    return {
      id,
      title,
      text,
      url: `${ctx.links.records}/${kind}/${recordId}`,
      metadata: { kind, ...facts, ...places },
    };
  });
