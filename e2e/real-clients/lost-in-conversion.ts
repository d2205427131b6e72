/** As much of JSON Schema as inputs use, and as converters write in its place. */
export interface Schema {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
}

/** What a converter lost of a schema: properties, types, descriptions and the values of enumerations, each as a sentence. */
export function lostInConversion(before: Schema, after: Schema | undefined, path = 'input'): string[] {
  if (after === undefined) return [`${path} is gone`];
  const meant = branches(after);
  const lost: string[] = [];
  const types = typesOf(branches(before));
  const left = typesOf(meant);
  for (const type of types) if (!left.has(type)) lost.push(`${path} is no ${type} any more`);
  const described = [after, ...meant].map(({ description = '' }) => description);
  // Some write limits into the description that their schema cannot hold.
  if (before.description && !described.some((text) => text.includes(before.description ?? ''))) {
    lost.push(`${path} has lost its description`);
  }
  for (const value of valuesOf(before)) {
    if (!meant.some((branch) => valuesOf(branch).includes(value))) lost.push(`${path} has lost its value ${value}`);
  }
  for (const [name, property] of Object.entries(before.properties ?? {})) {
    const found = meant.find(({ properties }) => properties?.[name])?.properties?.[name];
    lost.push(...lostInConversion(property, found, `${path}.${name}`));
  }
  if (before.items) {
    const found = meant.find(({ items }) => items)?.items;
    lost.push(...lostInConversion(before.items, found, `${path}[]`));
  }
  return lost;
}

/** A schema, or those it is an alternative of; a null among them is how several write “optional”. */
function branches(schema: Schema): readonly Schema[] {
  const alternatives = schema.anyOf ?? schema.oneOf;
  return alternatives ? alternatives.flatMap(branches) : [schema];
}

function typesOf(schemas: readonly Schema[]): ReadonlySet<string> {
  const types = schemas.flatMap(({ type }) => type ?? []).map((type) => type.toLowerCase());
  return new Set(types.filter((type) => type !== 'null'));
}

function valuesOf(schema: Schema): readonly string[] {
  return (schema.enum ?? (schema.const === undefined ? [] : [schema.const])).map(String);
}
