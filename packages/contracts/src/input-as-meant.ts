import type { z } from 'zod';
import { parseCountedJson } from './counted-json.ts';

/** What hosts put among the arguments for themselves (cyanheads/mcp-ts-core#453), in letters alone; so is every name with `_` before it. */
const OF_THE_HOST = new Set(['toolcallid', 'tooluseid', 'tooluse', 'toolcalldescription', 'toolcallreason']);

/** As JSON writes a number, so that there is one reading: no thousands, no leading zero, no other base. */
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/**
 * The arguments of a call as an object, where a client sent none, null, or the object as JSON text (anthropics/claude-ai-mcp#591). Everything else is
 * answered as it came, for whoever checks it.
 */
export function argumentsAsMeant(sent: unknown): unknown {
  if (sent === undefined || sent === null || sent === '') return {};
  return typeof sent === 'string' ? (fromJson(sent, isRecord) ?? sent) : sent;
}

/**
 * A tool's input where it has one reading only: null, and empty text for what cannot be empty, for an optional is "not given"; a number, a truth value, a list or an
 * object may come as text; what hosts add at the root is left out. Never guesses, and checks nothing: what does not fit stays as it was sent, to be
 * refused by name. Goes no deeper than the schema.
 */
export function inputAsMeant(schema: z.core.$ZodObject, sent: unknown): unknown {
  const input = argumentsAsMeant(sent);
  if (!isRecord(input)) return input;
  const { shape } = schema._zod.def;
  const own = Object.entries(input).filter(([name]) => Object.hasOwn(shape, name) || !isOfTheHost(name));
  return asMeant(schema, own.length === Object.keys(input).length ? input : Object.fromEntries(own));
}

function isOfTheHost(name: string): boolean {
  return name.startsWith('_') || OF_THE_HOST.has(name.toLowerCase().replaceAll('_', ''));
}

function asMeant(schema: z.core.$ZodType, sent: unknown): unknown {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case 'optional':
    case 'default':
    case 'nullable':
      return asMeant(def.innerType, sent);
    case 'number':
      return typeof sent === 'string' && NUMBER.test(sent.trim()) ? Number(sent) : sent;
    case 'boolean':
      return typeof sent === 'string' ? truthOf(sent) : sent;
    case 'array': {
      const list = typeof sent === 'string' ? (fromJson(sent, Array.isArray) ?? sent) : sent;
      return Array.isArray(list) ? list.map((item) => asMeant(def.element, item)) : list;
    }
    case 'object': {
      const object = typeof sent === 'string' ? (fromJson(sent, isRecord) ?? sent) : sent;
      return isRecord(object) ? membersAsMeant(def.shape, object) : object;
    }
    default:
      return sent;
  }
}

function membersAsMeant(shape: z.core.$ZodShape, object: Record<string, unknown>): Record<string, unknown> {
  const members = Object.entries(object).flatMap(([name, sent]) => {
    const schema = Object.hasOwn(shape, name) ? shape[name] : undefined;
    if (!schema) return [[name, sent] as const];
    if (isOptional(schema) && isNotGiven(schema, sent)) return [];
    return [[name, asMeant(schema, sent)] as const];
  });
  return Object.fromEntries(members);
}

/** Whether it may be left out: optional, or with a default. */
function isOptional(schema: z.core.$ZodType): boolean {
  return schema._zod.optin !== undefined;
}

/** Cursor fills what is optional with empty text (cursor/cursor#3614). A text that may be empty is taken at its word. */
function isNotGiven(schema: z.core.$ZodType, sent: unknown): boolean {
  return sent === null || (sent === '' && !(schema as z.ZodType).safeParse('').success);
}

function truthOf(text: string): unknown {
  const folded = text.trim().toLowerCase();
  return folded === 'true' || folded === 'false' ? folded === 'true' : text;
}

/** Counted as the message around it was: JSON in a text is no way around its bounds. */
function fromJson<Value>(text: string, isWanted: (value: unknown) => value is Value): Value | undefined {
  const parsed = parseCountedJson(text);
  return parsed && !parsed.excess && isWanted(parsed.value) ? parsed.value : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
