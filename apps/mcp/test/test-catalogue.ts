import { defineCatalogue } from '@countersign/contracts/catalogue';
import { defineTool, type Module } from '@countersign/contracts/define-tool';
import { AppError, notFound } from '@countersign/contracts/errors';
import { InputRequired } from '@countersign/contracts/input-required';
import { whoeverIsPermitted } from '@countersign/contracts/policy';
import { queries } from '@countersign/db/tenancy/in-org';
import { newId } from '@countersign/runtime/ids';
import { z } from 'zod';

// A small product over tables every database has: a note is an idempotency record of the tool `note`, because that table is
// under row-level security and the tools role may write it.

const Note = z.object({ id: z.string(), text: z.string() });

const listTeams = defineTool({
  name: 'list_teams',
  title: 'List teams',
  summary: 'The teams of the organization.',
  module: 'notes',
  effect: 'read',
  input: z.strictObject({ limit: z.int().min(1).max(200).default(50) }),
  output: z.object({
    organizationId: z.string(),
    items: z.array(z.object({ id: z.uuid(), name: z.string() })),
  }),
  examples: [{}],
})
  .allow(whoeverIsPermitted)
  .handle(async (ctx, { limit }, tx) => {
    const items = await queries(tx).selectFrom('team').select(['id', 'name']).orderBy('name').limit(limit).execute();
    return { organizationId: ctx.organization.id, items };
  });

const createNote = defineTool({
  name: 'create_note',
  title: 'Create note',
  summary: 'Write a note down.',
  module: 'notes',
  effect: 'create',
  input: z.strictObject({ text: z.string().min(1).max(100), fail: z.enum(['sql', 'app']).optional() }),
  output: Note,
  examples: [{ text: 'Milk' }],
})
  .allow(whoeverIsPermitted)
  .handle(async (ctx, { text, fail }, tx) => {
    const id = newId();
    await queries(tx)
      .insertInto('idempotencyRecord')
      .values({
        organizationId: ctx.organization.id,
        principalId: newId(),
        tool: 'note',
        key: id,
        inputDigest: Buffer.alloc(0),
        result: JSON.stringify({ text }),
      })
      .execute();
    if (fail === 'sql') await queries(tx).selectFrom('connection').selectAll().execute();
    if (fail === 'app') throw notFound('note');
    return { id, text };
  });

const createQuote = defineTool({
  name: 'create_quote',
  title: 'Create quote',
  summary: 'Write a price down.',
  module: 'prices',
  effect: 'create',
  input: z.strictObject({ amountMinor: z.int() }),
  output: z.object({ amountMinor: z.int() }),
  examples: [{ amountMinor: 100 }],
})
  .allow((_ctx, { amountMinor }) => {
    if (amountMinor < 0) throw new AppError('conflict', 'A price is not negative.', { leastMinor: 0 });
  })
  .handle(async (_ctx, { amountMinor }) => ({ amountMinor }));

/** Asks for a name before it greets; who cannot be asked is told so, unless `strictly`. */
const greet = defineTool({
  name: 'greet',
  title: 'Greet',
  summary: 'Greets by a name that it asks for.',
  module: 'notes',
  effect: 'read',
  input: z.strictObject({ mode: z.enum(['form', 'url']).default('form'), strictly: z.boolean().default(false) }),
  output: z.object({ greeting: z.string() }),
  examples: [{}],
})
  .allow(whoeverIsPermitted)
  .handle(async ({ answers }, { mode, strictly }) => {
    const answer = answers?.responses['name'] as { action?: string; content?: { name?: string } } | undefined;
    if (answer?.action === 'accept' && answers?.state === 'asked') {
      return { greeting: `Hello ${answer.content?.name ?? 'you'}` };
    }
    const form = { message: 'Who?', requestedSchema: { type: 'object', properties: { name: { type: 'string' } } } };
    const params = mode === 'url' ? { mode, message: 'Who?', url: 'https://console.example.test/who' } : form;
    const otherwise = new AppError('conflict', 'Say who, at the console.', { url: 'https://console.example.test/who' });
    throw new InputRequired({
      requests: { name: { method: 'elicitation/create', params } },
      state: 'asked',
      ...(!strictly && { otherwise }),
    });
  });

const deleteNote = defineTool({
  name: 'delete_note',
  title: 'Delete note',
  summary: 'Remove a note for good.',
  module: 'notes',
  effect: 'delete',
  input: z.strictObject({ id: z.string() }),
  output: z.object({ deleted: z.boolean() }),
  examples: [{ id: 'x' }],
})
  .allow(whoeverIsPermitted)
  .handle(async () => ({ deleted: true }));

const notes: Module = {
  name: 'notes',
  title: 'Notes',
  area: 'general',
  tools: [listTeams, createNote, greet, deleteNote],
};
const prices: Module = { name: 'prices', title: 'Prices', area: 'billing', tools: [createQuote] };

export const testCatalogue = defineCatalogue([notes, prices]);
