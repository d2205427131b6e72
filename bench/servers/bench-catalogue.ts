import { defineCatalogue } from '@countersign/contracts/catalogue';
import { defineTool } from '@countersign/contracts/define-tool';
import { whoeverIsPermitted } from '@countersign/contracts/policy';
import { queries } from '@countersign/db/tenancy/in-org';
import { newId } from '@countersign/runtime/ids';
import { z } from 'zod';

export const TOOLS = 100;
export const Row = z.object({ id: z.uuid(), name: z.string(), createdAt: z.string() });
export const listInput = z.strictObject({ limit: z.int().min(1).max(200).default(20) });
export const listOutput = z.object({ items: z.array(Row), nextCursor: z.string().nullable() });

const common = { title: 'Teams', summary: 'The teams of the organization.', module: 'bench', examples: [{}] } as const;

const listTeams = (name: string) =>
  defineTool({ ...common, name, effect: 'read', input: listInput, output: listOutput })
    .allow(whoeverIsPermitted)
    .handle(async (_ctx, { limit }, tx) => {
      const items = await queries(tx)
        .selectFrom('team')
        .select(['id', 'name', 'createdAt'])
        .orderBy('name')
        .limit(limit)
        .execute();
      return { items, nextCursor: null };
    });

const writeNote = defineTool({
  ...common,
  name: 'write_note',
  effect: 'create',
  input: z.strictObject({ text: z.string() }),
  output: z.object({ id: z.uuid() }),
})
  .allow(whoeverIsPermitted)
  .handle(async (ctx, { text }, tx) => {
    const id = newId();
    const row = {
      organizationId: ctx.organization.id,
      principalId: id,
      tool: 'note',
      key: id,
      inputDigest: Buffer.alloc(0),
    };
    await queries(tx)
      .insertInto('idempotencyRecord')
      .values({ ...row, result: JSON.stringify(text) })
      .execute();
    return { id };
  });

/** A hundred tools, of which one reads twenty rows and one writes one. */
export const benchCatalogue = defineCatalogue([
  {
    name: 'bench',
    title: 'Bench',
    area: 'general',
    tools: [
      writeNote,
      ...Array.from({ length: TOOLS - 1 }, (_, index) => listTeams(index ? `list_${index}` : 'list_teams')),
    ],
  },
]);
