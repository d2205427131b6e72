import { z } from 'zod';
import { minorDigitsOf } from './currencies.ts';

/** A name under which an answer says a currency, and the name under which its decimals are told beside it. */
const TOLD = { currency: 'minorDigits', baseCurrency: 'baseMinorDigits' } as const;

type Tell = (value: unknown) => unknown;

/**
 * Tells the decimals of each currency that an answer names, beside it: whoever reads 1234 in HUF need not know that the forint has two. Here
 * for every tool at once, so that none forgets. Answers the schema with these members added, and what adds them to a value that fits
 * the declared one. Does not look into unions, which no answer has.
 */
export function withToldDigits<Schema extends z.ZodType>(schema: Schema): { schema: Schema; tell: Tell | undefined } {
  const told = toldIn(schema);
  return { schema: (told?.schema ?? schema) as Schema, tell: told?.tell };
}

function toldIn(schema: z.ZodType): { schema: z.ZodType; tell: Tell } | undefined {
  if (schema instanceof z.ZodObject) return toldInObject(schema);
  if (schema instanceof z.ZodArray) {
    const item = toldIn(schema.element as z.ZodType);
    return (
      item && { schema: described(z.array(item.schema), schema), tell: (value) => list(value)?.map(item.tell) ?? value }
    );
  }
  if (schema instanceof z.ZodNullable || schema instanceof z.ZodOptional) {
    const inner = toldIn(schema.unwrap() as z.ZodType);
    const wrapped = inner && (schema instanceof z.ZodNullable ? inner.schema.nullable() : inner.schema.optional());
    return (
      inner &&
      wrapped && { schema: described(wrapped, schema), tell: (value) => (value == null ? value : inner.tell(value)) }
    );
  }
  return undefined;
}

function toldInObject(schema: z.ZodObject): { schema: z.ZodType; tell: Tell } | undefined {
  const added: Record<string, z.ZodType> = {};
  const tells: [string, Tell][] = [];
  for (const [name, member] of Object.entries(schema.shape) as [string, z.ZodType][]) {
    const inner = toldIn(member);
    if (!inner) continue;
    added[name] = inner.schema;
    tells.push([name, inner.tell]);
  }
  const currencies = Object.entries(TOLD).filter(([name]) => name in schema.shape);
  for (const [name, digits] of currencies) added[digits] = digitsBeside(schema.shape[name] as z.ZodType);
  if (tells.length === 0 && currencies.length === 0) return undefined;
  return {
    schema: described(schema.extend(added), schema),
    tell: (value) => {
      if (typeof value !== 'object' || value === null) return value;
      const of = value as Record<string, unknown>;
      const whole: Record<string, unknown> = { ...of };
      for (const [name, tell] of tells) if (name in of) whole[name] = tell(of[name]);
      for (const [name, digits] of currencies) {
        const code = of[name];
        if (code !== undefined) whole[digits] = typeof code === 'string' ? minorDigitsOf(code) : null;
      }
      return whole;
    },
  };
}

function digitsBeside(currency: z.ZodType): z.ZodType {
  const digits = z.int().describe('Decimals of the currency (ISO 4217): 2 when 1234 minor units are 12.34.');
  if (currency.safeParse(undefined).success) return digits.nullable().optional();
  return currency.safeParse(null).success ? digits.nullable() : digits;
}

/** What was said of a schema stays with what takes its place. */
function described<To extends z.ZodType>(to: To, from: z.ZodType): To {
  return from.description === undefined ? to : to.describe(from.description);
}

function list(value: unknown): readonly unknown[] | undefined {
  return Array.isArray(value) ? value : undefined;
}
