import type { ListToolsResult } from '@modelcontextprotocol/server';
import { z } from 'zod';

/** What every schema of a tool is at its root. */
export type ObjectSchema = ListToolsResult['tools'][number]['inputSchema'];

/**
 * JSON Schema without what no client needs: `$schema` (older validators refuse a dialect they do not know), patterns beside a
 * format, and the bounds of safe integers. Hosts count these bytes against a model's context.
 */
export function jsonSchema(schema: z.ZodObject, io: 'input' | 'output'): ObjectSchema {
  const { $schema: _, ...converted } = z.toJSONSchema(schema, {
    io,
    override: ({ jsonSchema: node }) => {
      if (node.format !== undefined) delete node.pattern;
      if (node.minimum === Number.MIN_SAFE_INTEGER) delete node.minimum;
      if (node.maximum === Number.MAX_SAFE_INTEGER) delete node.maximum;
    },
  });
  return { ...converted, type: 'object' } as ObjectSchema;
}
