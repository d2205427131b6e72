import type { z } from 'zod';
import type { RequestContext, Tx } from './request-context.ts';

/** Gives what a caller said in the one form handlers know; asks the organization what day or time it is there if it must. */
export type LocalReader = (said: string, ctx: RequestContext, tx: Tx) => string | Promise<string>;

/** By the check that comes last in the schema: whatever is wrapped around the schema, or described of it, keeps its checks. */
const readers = new WeakMap<object, LocalReader>();

/**
 * A text that means something only in an organization, such as `yesterday`. The schema judges the form when the input is parsed; `read`
 * says what it means when the handler is called, which sees nothing but that. The schema must end in a check of its own.
 */
export function localValue<Schema extends z.ZodType<string>>(schema: Schema, read: LocalReader): Schema {
  const check = schema._zod.def.checks?.at(-1);
  if (!check) throw new Error('A local value needs a check that says which texts it takes');
  readers.set(check, read);
  return schema;
}

interface Definition {
  readonly checks?: readonly object[];
  readonly innerType?: z.core.$ZodType;
  readonly element?: z.core.$ZodType;
  readonly shape?: Readonly<Record<string, z.core.$ZodType>>;
  readonly in?: z.core.$ZodType;
  readonly out?: z.core.$ZodType;
}

type Step = (value: unknown, ctx: RequestContext, tx: Tx) => Promise<unknown>;

/** How to read the local values of an input, however deep they stand; undefined for a schema without any. Looks into no union. */
export function localInput(schema: z.core.$ZodType): Step | undefined {
  const { checks, innerType, element, shape, in: from, out } = schema._zod.def as Definition;
  const read = checks?.map((check) => readers.get(check)).find((reader) => reader !== undefined);
  if (read) return async (value, ctx, tx) => (typeof value === 'string' ? read(value, ctx, tx) : value);
  if (innerType) return localInput(innerType);
  if (from && out) return localInput(out) ?? localInput(from);
  if (element) return ofList(localInput(element));
  if (shape) return ofObject(shape);
  return undefined;
}

function ofList(each: Step | undefined): Step | undefined {
  if (!each) return undefined;
  return async (value, ctx, tx) => {
    if (!Array.isArray(value)) return value;
    const read = [];
    for (const item of value) read.push(await each(item, ctx, tx));
    return read;
  };
}

function ofObject(shape: Readonly<Record<string, z.core.$ZodType>>): Step | undefined {
  const steps = Object.entries(shape).flatMap(([name, schema]) => {
    const step = localInput(schema);
    return step ? [[name, step] as const] : [];
  });
  if (steps.length === 0) return undefined;
  return async (value, ctx, tx) => {
    if (typeof value !== 'object' || value === null) return value;
    const read: Record<string, unknown> = { ...value };
    for (const [name, step] of steps) if (name in read) read[name] = await step(read[name], ctx, tx);
    return read;
  };
}
