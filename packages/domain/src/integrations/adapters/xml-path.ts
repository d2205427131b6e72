type Xml = { readonly [name: string]: unknown };

/** What is at the end of the names, of the first where there are several of a name; undefined when there is nothing. */
export function at(node: unknown, ...path: readonly string[]): unknown {
  let found = node;
  for (const name of path) {
    const one = Array.isArray(found) ? (found[0] as unknown) : found;
    if (typeof one !== 'object' || one === null || !Object.hasOwn(one, name)) return undefined;
    found = (one as Xml)[name];
  }
  return found;
}

/** Every one of a name, also when it is written once. */
export function list(node: unknown): readonly unknown[] {
  if (Array.isArray(node)) return node;
  return node === undefined || node === '' ? [] : [node];
}

/** The text of an element, with or without attributes. The five entities of XML itself are all that a statement needs. */
export function plain(node: unknown): string | undefined {
  const one: unknown = Array.isArray(node) ? node[0] : node;
  const text = typeof one === 'string' ? one : at(one, '#text');
  if (typeof text !== 'string') return undefined;
  const named: Record<string, string> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };
  return text.replaceAll(/&(lt|gt|quot|apos|amp);/g, (_whole, name: string) => named[name] ?? '');
}

/** The first of several places that says something. */
export function firstText(node: unknown, ...paths: readonly (readonly string[])[]): string | undefined {
  for (const path of paths) {
    const text = plain(at(node, ...path))?.trim();
    if (text) return text;
  }
  return undefined;
}
