import { z } from 'zod';
import type { Tool } from './define-tool.ts';

type Schema = z.core.JSONSchema.BaseSchema;
export type LengthProblem = { readonly path: readonly PropertyKey[]; readonly problem: string };

/** Of a text that has a form of its own, such as an id, a day or a number, and says no length. */
const FORMED_LENGTH_MAX = 1000;

const schemas = new WeakMap<z.ZodObject, Schema>();

function schemaOf({ input }: Pick<Tool, 'input'>): Schema {
  let schema = schemas.get(input);
  if (!schema) {
    schema = z.toJSONSchema(input, { io: 'input', unrepresentable: 'any' });
    schemas.set(input, schema);
  }
  return schema;
}

/**
 * Which texts and lists of an input are longer than its schema lets them be. Asked before anything else is judged: a pattern may take the square of
 * the length of what it is held against, and zod holds it against a text that it has found too long already. Judges nothing but lengths.
 */
export function lengthProblems(tool: Pick<Tool, 'input'>, input: unknown): LengthProblem[] {
  return problemsIn(schemaOf(tool), input, []);
}

function problemsIn(
  schema: Schema | boolean | undefined,
  value: unknown,
  path: readonly PropertyKey[],
): LengthProblem[] {
  if (typeof schema !== 'object' || value === null) return [];
  const branches = [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])] as Schema[];
  if (branches.length > 0) {
    const found = branches.filter((branch) => branch.type !== 'null').map((branch) => problemsIn(branch, value, path));
    return found.toSorted((a, b) => a.length - b.length)[0] ?? [];
  }
  if (typeof value === 'string') return within(value.length, textLengthMax(schema), 'characters', path);
  if (Array.isArray(value)) {
    const tooMany = within(value.length, schema.maxItems ?? Number.POSITIVE_INFINITY, 'entries', path);
    const items = schema.items as Schema | undefined;
    return tooMany.length > 0 ? tooMany : value.flatMap((entry, index) => problemsIn(items, entry, [...path, index]));
  }
  if (typeof value !== 'object' || !schema.properties) return [];
  return Object.entries(schema.properties).flatMap(([name, member]) =>
    Object.hasOwn(value, name) ? problemsIn(member, (value as Record<string, unknown>)[name], [...path, name]) : [],
  );
}

function textLengthMax({ type, maxLength, format, pattern, enum: words }: Schema): number {
  // Of a text where a list or an object belongs nobody looks at more than that it is text.
  if (type === 'array' || type === 'object') return Number.POSITIVE_INFINITY;
  if (type !== 'string') return FORMED_LENGTH_MAX;
  const formed = format ?? pattern ?? words;
  return maxLength ?? (formed === undefined ? Number.POSITIVE_INFINITY : FORMED_LENGTH_MAX);
}

function within(
  length: number,
  max: number,
  what: 'characters' | 'entries',
  path: readonly PropertyKey[],
): LengthProblem[] {
  const noun = max === 1 ? { characters: 'character', entries: 'entry' }[what] : what;
  return length <= max ? [] : [{ path, problem: `must have at most ${max} ${noun}` }];
}
