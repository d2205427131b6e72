/** What is asked of a JSON Schema here; `z.toJSONSchema(input, { io: 'input' })` is one. */
export interface InputSchema {
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly minimum?: number;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, InputSchema>>;
  readonly items?: InputSchema;
  readonly anyOf?: readonly InputSchema[];
}

export type InputPath = readonly (string | number)[];

/** Every way into an input: its properties, and those of the objects in it. Of a list, its first item. */
export function inputPaths(schema: InputSchema, path: InputPath = []): InputPath[] {
  const inside = [
    ...Object.entries(schema.properties ?? {}).flatMap(([name, child]) => inputPaths(child, [...path, name])),
    ...(schema.items ? inputPaths(schema.items, [...path, 0]) : []),
    ...(schema.anyOf ?? []).flatMap((branch) => inputPaths(branch, path).filter(({ length }) => length > path.length)),
  ];
  return path.length === 0 ? inside : [path, ...inside];
}

/** The schemas that may describe the value at a path: of alternatives, all. */
export function schemasAt(schema: InputSchema, [step, ...rest]: InputPath): InputSchema[] {
  const alternatives = [schema, ...(schema.anyOf ?? [])];
  if (step === undefined) return alternatives;
  return alternatives.flatMap(({ properties, items }) => {
    const child = typeof step === 'number' ? items : properties?.[step];
    return child ? schemasAt(child, rest) : [];
  });
}

export function hasPath(input: unknown, [step, ...rest]: InputPath): boolean {
  if (step === undefined) return true;
  return typeof input === 'object' && input !== null && step in input && hasPath((input as never)[step], rest);
}

/** A copy with one value in another's place; what leads there is made where it is missing, with the least its schema asks for. */
export function withValue(schema: InputSchema, input: unknown, path: InputPath, value: unknown): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  const [child = {}] = schemasAt(schema, [step]);
  if (typeof step === 'number') {
    const items = Array.isArray(input) ? [...(input as unknown[])] : [];
    items[step] = withValue(child, items[step], rest, value);
    return items;
  }
  const members: Readonly<Record<string, unknown>> =
    typeof input === 'object' && input !== null ? { ...input } : leastMembers(schema);
  return { ...members, [step]: withValue(child, members[step], rest, value) };
}

function leastMembers({ required = [], properties = {} }: InputSchema): Record<string, unknown> {
  return Object.fromEntries(required.map((name) => [name, leastOf(properties[name] ?? {})]));
}

/** Something small that the schema may accept; no formats, no patterns. */
function leastOf(schema: InputSchema): unknown {
  const least = schema.anyOf?.[0] ?? schema;
  switch (least.type) {
    case 'object':
      return leastMembers(least);
    case 'array':
      return [];
    case 'integer':
    case 'number':
      return Math.max(least.minimum ?? 0, 0);
    case 'boolean':
      return false;
    default:
      return 'x';
  }
}
