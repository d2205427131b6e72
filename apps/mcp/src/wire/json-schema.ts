import type { ListToolsResult } from '@modelcontextprotocol/server';
import { z } from 'zod';

/** What every schema of a tool is at its root. */
export type ObjectSchema = ListToolsResult['tools'][number]['inputSchema'];

/**
 * JSON Schema without what no client needs: `$schema` (older validators refuse a dialect they do not know), patterns beside a
 * format, and the bounds of safe integers. Hosts count these bytes against a model's context. Inputs are closed. Outputs are open,
 * since a client that froze a list checks later answers by it. A null is an alternative, never one of two types: some clients refuse
 * the whole list over a `type` that is an array (google/adk-js#199, microsoft/copilot-for-eclipse#325).
 */
export function jsonSchema(schema: z.ZodObject, io: 'input' | 'output'): ObjectSchema {
  const { $schema: _, ...converted } = z.toJSONSchema(schema, {
    io,
    override: ({ jsonSchema: node }) => {
      if (node.format !== undefined) delete node.pattern;
      if (node.minimum === Number.MIN_SAFE_INTEGER) delete node.minimum;
      if (node.maximum === Number.MAX_SAFE_INTEGER) delete node.maximum;
      if (io === 'output' && node.additionalProperties === false) delete node.additionalProperties;
    },
  });
  return { ...(withOneTypeEach(converted) as object), type: 'object' };
}

/** After the conversion, whose last step writes `string | null` with two types. */
function withOneTypeEach(schema: object): unknown {
  return JSON.parse(JSON.stringify(schema), (_name, node: unknown) => {
    if (typeof node !== 'object' || node === null || !('type' in node) || !Array.isArray(node.type)) return node;
    const { type: types, ...others } = node;
    return { anyOf: types.map((type: unknown) => ({ type })), ...others };
  });
}
