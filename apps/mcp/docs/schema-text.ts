interface Schema {
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly additionalProperties?: Schema | boolean;
  readonly description?: string;
  readonly default?: unknown;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxItems?: number;
}

/** A JSON Schema in the words of TypeScript, with bounds and descriptions as comments: shorter to read, and nothing lost that a caller needs. */
export function schemaText(schema: object, indent = ''): string {
  return typeText(schema, indent);
}

function typeText(schema: Schema, indent: string): string {
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  if (schema.anyOf) return [...new Set(schema.anyOf.map((branch) => typeText(branch, indent)))].join(' | ');
  if (Array.isArray(schema.type)) return schema.type.join(' | ');
  switch (schema.type) {
    case 'object':
      return objectText(schema, indent);
    case 'array': {
      const item = typeText(schema.items ?? {}, indent);
      return / \| /.test(item) && !item.startsWith('{') ? `(${item})[]` : `${item}[]`;
    }
    case 'string':
      return schema.format ?? 'string';
    case undefined:
      return 'unknown';
    default:
      return String(schema.type);
  }
}

function objectText({ properties = {}, required = [], additionalProperties }: Schema, indent: string): string {
  const names = Object.entries(properties);
  if (names.length === 0) {
    return typeof additionalProperties === 'object' ? `{ [name]: ${typeText(additionalProperties, indent)} }` : '{}';
  }
  const deeper = `${indent}  `;
  const lines = names.map(([name, property]) => {
    const remark = remarkOf(property);
    const optional = required.includes(name) ? '' : '?';
    return `${deeper}${name}${optional}: ${typeText(property, deeper)}${remark && `  // ${remark}`}`;
  });
  return `{\n${lines.join('\n')}\n${indent}}`;
}

function remarkOf({
  description,
  minimum,
  maximum,
  minLength,
  maxLength,
  maxItems,
  default: byDefault,
}: Schema): string {
  const bounds = [
    minimum !== undefined && `at least ${minimum}`,
    maximum !== undefined && `at most ${maximum}`,
    minLength !== undefined && minLength > 1 && `at least ${minLength} characters`,
    maxLength !== undefined && `at most ${maxLength} characters`,
    maxItems !== undefined && `at most ${maxItems}`,
    byDefault !== undefined && `default ${JSON.stringify(byDefault)}`,
  ].filter((bound) => typeof bound === 'string');
  return [description?.replaceAll('\n', ' '), bounds.join(', ')].filter(Boolean).join(' · ');
}
