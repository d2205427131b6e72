import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { EFFECTS } from '@countersign/contracts/define-tool';
import { parseToolInput } from '@countersign/contracts/tool-input';
import { createToolCaller } from '@countersign/testing/tool-caller';
import { useTestDatabase } from '@countersign/testing/use-test-database';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { catalogue } from '../src/catalogue.ts';
import { demoRecords, filledIn } from './demo-records.ts';

const database = useTestDatabase('demo');
let records: Readonly<Record<string, string>>;
beforeAll(async () => {
  records = await demoRecords(database, 'acme');
});

interface Property {
  readonly type?: string;
  readonly format?: string;
  readonly description?: string;
  readonly anyOf?: readonly Property[];
}

interface Bounded {
  readonly type?: string;
  readonly format?: string;
  readonly pattern?: string;
  readonly enum?: unknown;
  readonly const?: unknown;
  readonly maxLength?: number;
  readonly maxItems?: number;
  readonly anyOf?: readonly Bounded[];
  readonly items?: Bounded;
  readonly properties?: Readonly<Record<string, Bounded>>;
}

const SOURCE = join(import.meta.dirname, '../src');
const tools = [...catalogue.values()].map(({ tool, module }) => ({ name: tool.name, tool, module }));

describe.each(tools)('$name', ({ name, tool, module }) => {
  const file = join(SOURCE, module.name, 'tools', name.replaceAll('_', '-'));
  const inputSchema = z.toJSONSchema(tool.input, { io: 'input' });
  const properties = Object.entries((inputSchema.properties ?? {}) as Record<string, Property>);

  it('is named verb_noun, at most 64 characters', () => {
    expect(name).toMatch(/^[a-z]+(_[a-z]+)*$/);
    expect(name.length).toBeLessThanOrEqual(64);
  });

  it('stands in a file of its name, with a test beside it', () => {
    expect(existsSync(`${file}.ts`)).toBe(true);
    expect(existsSync(`${file}.test.ts`)).toBe(true);
  });

  it('is summed up in whole sentences of at most 200 characters', () => {
    expect(tool.summary.length).toBeLessThanOrEqual(200);
    expect(tool.summary).toMatch(/^[A-Z].*[.]$/s);
    expect(tool.title).toMatch(/^[A-Z]/);
  });

  it('has hints that follow from its effect', () => {
    const { tier, destructive } = EFFECTS[tool.effect];
    expect(tool.writes).toBe(tier !== 'read');
    expect(tool.annotations).toMatchObject({
      readOnlyHint: tier === 'read',
      destructiveHint: tool.annotations.destructiveHint && destructive,
      idempotentHint: tier === 'read' || tool.annotations.idempotentHint,
    });
  });

  it('lets no text and no list be longer than it says, so that nothing is judged that is longer', () => {
    const unbounded: string[] = [];
    const visit = (schema: Bounded, path: string): void => {
      const { type, anyOf = [], items, properties = {}, maxLength, maxItems } = schema;
      const formed = maxLength ?? schema.format ?? schema.pattern ?? schema.enum ?? schema.const;
      if (type === 'string' && formed === undefined) unbounded.push(path);
      if (type === 'array' && maxItems === undefined) unbounded.push(path);
      for (const branch of anyOf) visit(branch, path);
      if (items) visit(items, `${path}[]`);
      for (const [member, one] of Object.entries(properties)) visit(one, `${path}.${member}`);
    };
    visit(inputSchema as Bounded, '');
    expect(unbounded).toEqual([]);
  });

  it('has input and output schemas that clients can read: an object without alternatives at the root', () => {
    for (const schema of [inputSchema, z.toJSONSchema(tool.output, { io: 'output' })]) {
      expect(schema.type).toBe('object');
      expect(Object.keys(schema)).not.toEqual(expect.arrayContaining(['anyOf']));
      expect(Object.keys(schema)).not.toEqual(expect.arrayContaining(['oneOf']));
      expect(Object.keys(schema)).not.toEqual(expect.arrayContaining(['allOf']));
    }
    expect(inputSchema.additionalProperties).toBe(false);
  });

  it('says of every id that changes something where it comes from', () => {
    const own = properties.filter(([property]) => inputSchema.required?.includes(property) && property.endsWith('Id'));
    for (const [property, { description }] of own)
      expect(`${property}: ${description}`).toMatch(/: From |: Who |, from /);
  });

  it('is read in pages when it is a list: limit and cursor in, items and the next cursor out', () => {
    if (!name.startsWith('list_')) return;
    expect(Object.keys(tool.input.shape)).toEqual(expect.arrayContaining(['limit', 'cursor']));
    expect(Object.keys(tool.output.shape)).toEqual(expect.arrayContaining(['items', 'nextCursor']));
    expect(inputSchema.properties?.['limit']).toMatchObject({ default: 50, maximum: 200 });
  });

  it('takes the version it expects when it changes a record that has one', () => {
    const hasVersion = 'version' in tool.output.shape;
    if (!hasVersion || !['update', 'status'].includes(tool.effect)) return;
    expect(Object.keys(tool.input.shape)).toContain('expectedVersion');
  });

  it('takes an idempotency key exactly when it writes', () => {
    expect(properties.some(([property]) => property === 'idempotencyKey')).toBe(tool.writes);
  });

  it('refuses an unknown property by its name', async () => {
    const { callAs } = createToolCaller(database);
    const call = callAs({ person: 'ada', organization: 'acme' }, tool, { nonsense: 1 });
    await expect(call).rejects.toMatchObject({
      code: 'invalid_input',
      details: { fields: expect.arrayContaining([{ path: 'nonsense', problem: 'is not a known property' }]) },
    });
  });

  it('publishes no alternative in its input: some hosts lose the type, some its description, some refuse the whole list', () => {
    expect(JSON.stringify(inputSchema)).not.toMatch(/"(anyOf|oneOf|allOf)":|"type":\["|"null"/);
  });

  it('reads null for all that is optional, and empty text where that fits nothing, as not given', () => {
    for (const example of tool.examples.map((raw) => filledIn(raw, records))) {
      const others = Object.keys(tool.input.shape).filter((property) => !(property in example));
      const given = parseToolInput(tool, example);
      const nulls = Object.fromEntries(others.map((property) => [property, null]));
      expect(parseToolInput(tool, { ...nulls, ...example })).toEqual(given);
      const unfit = others.filter((property) => !z.object(tool.input.shape).shape[property]?.safeParse('').success);
      const empties = Object.fromEntries(unfit.map((property) => [property, '']));
      expect(parseToolInput(tool, { ...empties, ...example, toolCallId: 'x', _meta: {} })).toEqual(given);
    }
  });

  it('reads every number, truth value, list and object as well when it comes as text', () => {
    const asText = (value: unknown): unknown => (typeof value === 'string' ? value : JSON.stringify(value));
    for (const example of tool.examples.map((raw) => filledIn(raw, records))) {
      const texts = Object.fromEntries(Object.entries(example).map(([name, value]) => [name, asText(value)]));
      expect(parseToolInput(tool, texts)).toEqual(parseToolInput(tool, example));
      expect(parseToolInput(tool, JSON.stringify(example))).toEqual(parseToolInput(tool, example));
    }
  });

  it('may empty what it changes, by name, when it is an update of a record', () => {
    if (name.startsWith('update_')) expect(Object.keys(tool.clearable)).not.toEqual([]);
    for (const field of Object.keys(tool.clearable)) {
      const cleared = parseToolInput({ ...tool, input: tool.input.partial() }, { clear: [field] });
      expect(cleared).toMatchObject({ [field]: tool.clearable[field] });
      const schema = tool.input.shape[field] as z.ZodType;
      expect(schema.safeParse(undefined).success).toBe(true);
    }
  });

  it('has examples that run on the demo data', async () => {
    const { rehearseAs } = createToolCaller(database);
    expect(tool.examples.length).toBeGreaterThan(0);
    for (const example of tool.examples) {
      const answer = await rehearseAs({ person: 'ada', organization: 'acme' }, tool, filledIn(example, records));
      expect(answer).toBeTypeOf('object');
    }
  });
});
