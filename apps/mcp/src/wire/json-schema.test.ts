import { catalogue } from '@countersign/domain/catalogue';
import { AjvJsonSchemaValidator } from '@modelcontextprotocol/client/validators/ajv';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { jsonSchema } from './json-schema.ts';

const Note = z.object({ note: z.object({ text: z.string(), dueOn: z.iso.date().nullable() }) });

const isValid = (schema: object, value: unknown): boolean =>
  new AjvJsonSchemaValidator().getValidator(schema)(value).valid;

/** Every object anywhere in a schema. */
function nodesOf(node: unknown): Record<string, unknown>[] {
  if (typeof node !== 'object' || node === null) return [];
  const own = Array.isArray(node) ? [] : [node as Record<string, unknown>];
  return [...own, ...Object.values(node).flatMap(nodesOf)];
}

describe('the schema of an output', () => {
  it('lets a client that holds an older list take an answer with more in it', () => {
    const frozen = jsonSchema(Note, 'output');
    expect(isValid(frozen, { note: { text: 'Milk', dueOn: null } })).toBe(true);
    expect(isValid(frozen, { note: { text: 'Milk', dueOn: null, pinned: true }, team: 'Design' })).toBe(true);
    expect(isValid(frozen, { note: { dueOn: null } })).toBe(false);
  });

  it('does not forbid the values of a record', () => {
    const counts = jsonSchema(z.object({ counts: z.record(z.string(), z.int()) }), 'output');
    expect(isValid(counts, { counts: { open: 2 } })).toBe(true);
    expect(isValid(counts, { counts: { open: 'two' } })).toBe(false);
  });
});

describe('the schema of an input', () => {
  it('lets a client refuse what the tool would refuse', () => {
    const strict = z.strictObject({ text: z.string() });
    expect(isValid(jsonSchema(strict, 'input'), { text: 'Milk', colour: 'red' })).toBe(false);
  });
});

describe.each([...catalogue.values()].map(({ tool }) => tool))('of $name', (tool) => {
  it.each(['input', 'output'] as const)('the %s has one type at a place, so that no client refuses the list', (io) => {
    const types = nodesOf(jsonSchema(tool[io], io)).map(({ type }) => type);
    expect(types.filter(Array.isArray)).toEqual([]);
  });
});
